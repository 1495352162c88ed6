/** The heart of passwords that guessing programs try first, in lower case and without the figures and marks people put around them. */

export const KNOWN_PASSWORDS: ReadonlySet<string> = new Set(
  `
  password passwort passw contrasena contraseña clave secreto motdepasse parola senha senhas wachtwoord admin administrator administrador
  root toor user usuario guest invitado test testing tester prueba pruebas demo default changeme cambiame changeit letmein dejameentrar entrar
  welcome bienvenido bienvenida willkommen login logon signin access acceso master maestro superuser super secret topsecret private privado
  qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjkl asdfghjklñ zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc
  iloveyou teamo teamomucho tequiero tequieromucho loveyou lovely loveme amor amormio mivida micorazon corazon princess princesa prince sunshine
  monkey dragon tiger lion eagle falcon phoenix shadow midnight moonlight starlight butterfly mariposa angel angeles angelito flower flowers
  football baseball basketball hockey soccer futbol realmadrid barcelona barca atletico valencia sevilla betis athletic liverpool arsenal chelsea
  manchester juventus milan boca river superman batman spiderman ironman starwars pokemon naruto matrix minecraft fortnite nintendo playstation
  michael jennifer jessica ashley michelle daniel daniela andrew andrea joshua robert matthew anthony william thomas charlie george jordan hunter
  alejandro alejandra carlos fernando francisco antonio manuel miguel miguelangel jose josemaria juan juancarlos maria mariajose ana lucia carmen
  isabel cristina patricia marta laura sofia valentina camila gabriel gabriela nicolas sebastian santiago mateo diego pablo david javier jorge
  summer winter spring autumn verano invierno primavera otoño january february march april june july august september october november december
  enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre monday tuesday wednesday thursday friday saturday sunday
  lunes martes miercoles jueves viernes sabado domingo computer computadora ordenador internet google facebook instagram whatsapp twitter youtube
  amazon apple microsoft windows linux ubuntu debian docker kubernetes server servidor database oracle mysql postgres postgresql mongodb redis
  network wireless wifi router cisco switch firewall system sistema security seguridad samsung iphone android nokia toyota ferrari porsche mercedes
  mustang corvette harley yamaha honda kawasaki freedom libertad whatever trustno trustnoone trustme nothing something anything everything
  forever always siempre hello hola holamundo helloworld goodbye please gracias friend friends amigo amigos amiga family familia mother father
  mama papa mamapapa baby babygirl babyboy honey cookie cookies chocolate cheese banana orange pepper ginger coffee summertime lucky suerte
  money dinero bitcoin ethereum crypto cryptocurrency trader trading tradingview wallet hodl tothemoon lambo satoshi satoshinakamoto blockchain
  binance bybit kraken coinbase bitfinex interactivebrokers metatrader atalaya watchtower investor inversion inversor millionaire millonario
  business negocio empresa company office oficina manager gerente director finance finanzas bank banco account cuenta backup copia
  america american england london paris madrid espana españa spain mexico colombia argentina chile peru venezuela brasil germany berlin france italia
  jesus jesuschrist jesucristo cristo jehova dios diosesamor god godisgood bible biblia heaven blessed blessing faith
  killer ninja samurai warrior soldier pirate wizard merlin gandalf hobbit lordoftherings harrypotter hogwarts voldemort zelda mario sonic
  green blue yellow purple silver golden diamond crystal rainbow thunder lightning storm ocean river mountain forest
  fuckyou fuckoff asshole bullshit pussy sexy biteme badboy badgirl playboy puta mierda cabron gilipollas
  correcthorsebatterystaple thequickbrownfox supercalifragilisticexpialidocious abracadabra opensesame opensesamo swordfish
  mypassword mypass thepassword newpassword oldpassword temporal temporary temppassword passpass passphrase passwordpassword adminadmin
  adminpassword rootpassword rootroot testtest testpassword userpassword passwordadmin loginlogin welcomewelcome qwertyqwerty qwertypassword
  passwordqwerty letmeinplease letmeinnow iloveyoubaby iloveyouso iloveyouforever iloveme ilovegod nopassword nopasswordneeded
  `
    .trim()
    .split(/\s+/),
);
