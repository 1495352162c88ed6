/**
 * Hearts of the 20,000 passwords that leaks hold most often: in lower case and without the figures and marks around them, and those long ones that are
 * figures alone. From Pwned Passwords, as collected by Royce Williams and shipped with Django 5.2 (BSD licence); what known-passwords-table.ts has is
 * not repeated.
 */

export const BREACHED_PASSWORDS: ReadonlySet<string> = new Set(
  `
  a123456a a123a a1a1a a1a1a1a a1a2a a1a2a3a a1a2a3a4a a1b2c a1b2c3d a1b2c3d4e a1s2d a1s2d3f a1s2d3f4g a2a3a a2a3a4a a2a3a4a5a a2b3c
  a2b3c4d a2b3c4d5e a2s3d a2s3d4f a2s3d4f5g a4tech a838hfid a8b9c2d aaaa aaaaa aaaaaa aaaaaaa aaaaaaaa aaaaaaaaa aaaaaaaaaa aaabbb aaasss
  aabb aabbcc aaliyah aardvark aaron aassdd abayomi abbey abbie abby abc123abc abcabc abcd abcde abcdef abcdefg abcdefgh abcdefghi
  abcdefghij abcxyz abdullah abercrombie aberdeen abhinav abhishek abigail abiodun abraham abrakadabra absolut absolute abundance academia
  academy acapulco accord accountant accounting accounts acdc achille achilles acmilan action active acts acuario aczx adadad adam adams
  addicted addison addl adebayo adekunle adelaide adelina adeline ademola adeola adewale adeyemi adgjm adgjmp adgjmptw adidas aditya
  admin321a admiral adolfo adonai adonis adrenalin adrian adriana adrianna adriano adrien adrienne advance advent adventure advocate
  aerosmith aezakmi afghanistan africa afrika afrodita again agatha agathe agent aggies agnes agnieszka aguila aguilar aguilas agustin
  agustina agustus ahbird ahmad ahmed ahov aidan aiden aikido aileen aimee airborne airbus airforce airplane airport airsoft airtel
  aishiteru aishwarya akademiks akatsuki akax89wn akira akopa akshay aksrms alabama aladdin aladin alain alan alana alanis alanna alaska
  albania albatros albatross albert alberta alberto albina albion alcatel alcatraz alchemist aldrin alegria aleksa aleksander aleksandr
  aleksandra aleksei aleksey alemania alena alenka alesana alesha alessandra alessandro alessia alessio alex alexa alexalex alexan
  alexander alexandr alexandra alexandre alexandria alexandru alexey alexia alexis alfa alfaromeo alfie alfonso alfred alfredo algebra
  algerie aliali alianza alibaba alicante alice aliceadsl alicia alien aliens aligator alina alinka alisa alisha alisher alison alissa
  alivioo aliyah all4me all4one alladin allah allahakbar allahis allahu allahuakbar allan allen alleycat alliance allie alligator allison
  alliswell allmine allrecipes allsop allstar allyson almario almighty almond almost aloha alohomora alondra alone alonso alonzo alpacino
  alpha alphabet alpine altair alterego althea alucard alvarez alvaro alvin alyson alyssa amadeus amalia amanda amandine amarillo amatory
  amazing amber ambition amdturion amelia amelie amerika amethyst amigas aminata amistad amizade amnesia amoramor amorcito amore amoremio
  amores amoreterno amour amoure amoureuse amoureux amours amparo amrita amsterdam amylee anabel anaconda anakin anakonda analsex anamaria
  anamika ananas ananda ananya anarchy anastasia anastasiya anatoliy anchor anders anderson andonly andrade andre andreas andreea andrei
  andreia andreita andrej andres andrews andrey andromeda andrusic andy anechka anetka anfield anfisa angedemon angela angelbaby angele
  angeleyes angelface angelgirl angeli angelic angelica angelika angelina angeline angelique angelita angell angelo angelok angels
  angelseye angelus angie angle angola angus anhyeuem ania animal animals animation anime aninha anissa anita anitha anjali anjana anjing
  ankara ankita anna annaanna annabel annabell annabelle annalisa annamaria anne annemarie annette annie annika annmarie anno anonymous
  another answer antares antivirus antoine antoinette anton antonella antonia antonina antony anubis anuradha anurag anusha aobo apache
  aparna apelsin aphrodite apocalypse apollo applepie apples applesauce aprilia apsk aptx aq1sw2de aqswde aquamarine aquarius aquila
  aqwzsx aqwzsxedc arabella araceli aragon aragorn aramis arcadia arcangel archana archangel archer archie architect arcobaleno area
  ariadna ariana ariane arianna arianne ariel arielle aries arizona arkansas arlene armada armageddon armagedon armand armando armani
  armenia armorgames armstrong armyof arnaud arnold arod arschloch arsenalfc arslan artem artemis artemka arthur artist artur arturo
  arvind asakapa asas asasas asasasas asawako asd123asd asd666fds asdasd asdasdasd asddsa asdewq asdf:lkj asdfasdf asdffdsa asdfg asdfghj
  asdfghjk asdfjkl asdfqwer asdfzxcv asdqwe asdzxc ashanti ashish ashlee ashleigh ashlyn ashraf ashton ashutosh ashwin ashwini asia asian
  aspire aspirine asroma assasin assass assassin assface assh0le assholes assman asswipe astalavista asterix astig astonmartin astonvilla
  astra astrid astroboy astros asturias atcskd2w athena athens athlon atlanta atlantic atlantis atlars atomic atreyu attack atticus attila
  attitude aubrey auburn audi audia auditt audrey augusta augustine augusto augustus aurelia aurelie aurelien auriane aurora aurore aussie
  austin australia austria author automobil avalanche avalon avatar avemaria avenged avenger aventura avery aviation avinash avril
  avrillavigne awei awesome awful awsome axelle axio axlrose ayanami ayesha ayodeji ayomide azamat azazaz azert azertyu azertyui azsxdc
  azsxdcfv aztnm b00b b00bies b2spirit baba bababa babababa babatunde babe babes babies baboso babybaby babybear babyblue babyboo
  babycakes babydoll babyface babyg babygurl babyko babykoh babylon babylove babymama babyphat bacardi bacchus backend backspace
  backstreet bacon badass badazz badbitch badboys baddog badger badgers badman badminton badoo baggies baggins baggio bagira bagpuss
  bahamas bahamut bahia bailey baili123com bajingan baker bakugan balaji balance ball balla baller ballerina ballet ballin ballon balloon
  balls baltazar baltimore bambam bambi bambino bambolina bamboo bambou bamidele banaan bananas banane bandit bandung bangalore bangaram
  bangbang bangkok bangladesh bangsat bankai banshee banzai baptiste baracuda barakuda barbados barbara barber barbie barbiegirl barcelone
  baritone barker barkley barley barnes barney barosan barracuda barrett barry barselona barsik bart bartek bartman barton baseba basket
  basketbal bass bassman bastard bastardo bastian bastien batata batista battery battle battlefield bautista baxter baybay bayern baylee
  bazooka bball bbbb bbbbb bbbbbb bbbbbbb bbbbbbbb bbleo1zz bdfyjd bdfyjdf beach beachbum beaches beagle beamer beaner beanie beans bear
  bearbear beardog bears bearshare beast beatles beatrice beatriz beautiful beauty beaver beavis bebe bebita because becca becker beckham
  becky beebee beefcake beer beethoven beetle begemot behappy bela believe belinda belinea bella belle bellissima belmont beloved benben
  bender benedict benfica bengals benito benjamin benji benjie bennett bennie benny benoit benson benten bentley beowulf berenice beretta
  berger bergkamp berkeley bermuda bernadette bernard bernardo bernice bernie berry berserk bertha bertie bertrand besiktas bessie best
  bestfriend bestfriends beth bethany better bettina betty bettyboop beverly beyblade beyonce beyond bff4ever bhaby bharat bharathi bhbirf
  bhbyrf bhebhe bhjxrf bianca biatch bibi bibiche bicycle bieber bigballs bigbang bigbear bigben bigbird bigblue bigboi bigboobs bigbooty
  bigboss bigboy bigbrother bigcock bigdaddy bigdick bigdog bigfish bigfoot biggie biggles bigguy bighead bigmac bigmama bigman bigmirnet
  bigmoney bigone bigpimp bigpimpin bigred bigsexy bigtime bigtits biker bill billabong billie billiejoe billy billybob billyboy biloute
  bimmer bingbing bingo bintang biohazard biologia biology bionicle bird birdhouse birdie birdman birillo birmingham birthday biscuit
  bishop bismilah bismillah bisous bitch bitchass bitches bitchy bizkit bkl29m2bk bl8lygb blabla blablabla black blackbelt blackberry
  blackbird blackcat blackdog blackhawk blackie blackjack blackman blackops blackout blackpool blackrose blacks blackstar blackwater
  blacky blade blades blah blahblah blaine blake blanca blanche blanco blank blasted blaster blaze blazer blbyf bleach blessings bling
  blingbling blink blix blizzard blkdrag0ns blogs blonde blondie blood blood4life bloods bloody bloodz blossom blowjob blowme blueangel
  bluebell blueberry bluebird blueblue blueboy bluedog blueeyes bluefish bluejay bluemoon bluerose blues bluesky bluestar blunt blunts
  bmwbmw bmx4life bobafett bobbie bobbob bobby bobcat bobcats bobdylan bobesponja bobmarley bobo bobobo boeing bogart bogdan boguska
  bolaji bollocks bollox bologna bolton bombay bomber bombers bombom bonanza bonbon bond bonehead bones bonheur bonita bonito bonjour
  bonjovi bonkers bonnie bonsai boob boobear boobie boobies booboo boobs booger boogers boogie book booker bookie bookmark books bookworm
  boom boomboom boomer boomerang boosie booster boots bootsie booty borabora borboleta bordeaux bored boricua boris bornot2b boroda
  borussia bosco boss bossman bossy boston bottle bottom boubou bouboule boulette bounce bouncer bounty bowling bowser bowwow boxcar boxer
  boxers boxing boyboy boyfriend boys bozo br00klyn bracken brad braden bradford bradley bradpitt brady bramble brandi brandnew brando
  brandon brandy bratz braveheart braves bravo braxton brayan brayden brazil breakdance breaker breanna breathe brebre breeze breezy
  brenda brendan brenden brendon brenna brennan brent bretagne brett brewster brian briana brianna bribri briciola bridge bridget bright
  brighton brigitte brilliant brisbane bristol britney britt brittany brittney broadband broadway brodie brody broken brokenhear bronco
  broncos bronson bronx brooke brooklyn brooks brother brothers brown browneyes brownie browning browns brownsugar bruce brucelee bruins
  bruiser bruno brutus bryan bryant bryce bryson bscirc bubba bubbas bubble bubblegum bubbles bubby buceta buck bucket buckeye buckeyes
  buckley buckshot buckwheat bucky bucuresti budapest buddah buddha buddie buddy buddyboy buddydog budlight budman budweiser buffalo
  buffett buffy bugatti bugger bugsbunny builder bukola bulldog bulldogs bullet bullfrog bulls bullseye bumble bumblebee bumbum bummer
  bumper bunghole bunker bunnies bunny burger burrito burton bushido busted buster butch butcher butler butt butter butterball buttercup
  butterflies butters buttface butthead butthole button buttons buzhidao bvp33w7epu bwfq23jp7f byebye bynthytn byteme byusdg c00kie
  c00kies c0mputer c2h5oh c3por2d c43qpul5rz c6h12o caballero caballo cabbage cabrera caca cacaca cacca cachorro cachou cactus cadillac
  caesar cafemom caitlin caitlyn cake calcio calculator calderon caleb calgary calibra calico caliente california calimero caline calis
  call callaway calle callie callofduty callum calvin calypso camara camaro camaroz cambiami cambridge camden camel camelia camelot camera
  camero cameron camilla camille camilo camion campbell campeon camper camping campos canabis canada canadian canard cancan cancel cancer
  cancun candace candela candice candies candle candy candycane candygirl candyman canela canelle cannabis cannelle cannibal cannon canon
  cantik cantona canyon caonima capecod capetown capital capoeira capone caprice capricorn capricornio capslock captain capucine caracas
  carajo caralho caramba caramel caramella caramelo caravan carbon cardiff cardinal cardinals carebear carebears career carina carine
  carissa carito carl carla carlito carlitos carlo carlota carlotta carlton carly carmel carmela carmelo carmine carnage carnaval carnival
  carol carola carole carolina caroline carolyn carpediem carpenter carpet carrera carrie carrot carrots cars carson carter cartman
  cartoon casablanca casandra casanova cascade casey cash cashmoney casino casper cassandra cassidy cassie castillo castle castor castro
  catalin catalina catania catarina catcat catch catdog caterina catfish catherine catholic cathy catlover catman cats catwoman cavalier
  cavallo cavalo caveman cavs cayman cazzo cazzone cbr600rr cbr900rr cccccc cdtnbr cdtnkfyf cecile cecilia cedric celeron celeste celica
  celina celine cellphone celtic celticfc celtics celular cena cent center central centrino century cepetsugih cerberus cerise cervantes
  cesar cesare cessna cevthrb cfiekz cfitymrf cfvceyu cgfhnfr ch0c0late chacha chachi chad chadwick chainsaw challenge challenger chambers
  champ champagne champion champions champs chance chandan chandler chandra chandu chanel chanelbag chanelle change changes channel
  chantal chantel chantelle chaos chapman character charger chargers charisma charity charlene charles charley charli charline charlotte
  charlton charly charmaine charmed charming chase chaselo chaser chasity chat chaton chavez cheater cheche checkers checkmate cheech
  cheeky cheer cheerleade cheerleader cheers cheesecake cheetah cheguevara chelle chelseafc chelsey chemical chemistry chennai cherie
  cherish cherokee cherries cherry cheryl chester chestnut cheval chevelle chevrolet chevy chevys chevyz chewbacca chewie chewy cheyanne
  cheyenne chiara chica chicago chicca chicco chicharito chichi chick chicken chickens chicks chico chidori chief chiefs chihuahua
  children chilli chillin chilly chimera china chinchilla chinchin chinedu chinese chingy chinita chinna chinni chinnu chino chinook
  chintu chioma chipie chipmunk chipper chippy chiqui chiquita chitarra chitown chivas chloe chloee chobits chocho choclate chocolat
  choice choochoo chopin chopper chosen chouchou choupette chowder chris chrisb chrisbrown chriss chrissy christ christa christelle
  christian christie christin christina christine christmas christo christophe christopher christy chronic chrono chrysler chubby chuchu
  chuck chuckie chuckles chucky chula chunky church churchill chutrung ciao ciaociao ciara ciccia ciccio cierra cimbom cinder cinderella
  cindy cinema cingular cinnamon cinta cintaku cinzia circle circus citizen citroen citron civic cjkysirj cjkywt cjmasterinf cjytxrf
  cksdnd claire clancy clapton clara clarence clarinet clarissa clarisse clark class classic classof claude claudia claudine claudio
  clayton clemence clement clemente clementine clemson cleo cleopatra cleveland clever clifford clifton clinton clipper clochette cloclo
  cloud clouds clover clovis clown clowns clueless clyde cm6e7aumn cnfkrth cnfybckfd cnjqrf cnthdf coach cobain cobra cocacola cocaine
  coccinella cock cocksucker coco cocoa cococo cocococo cocoloco coconut cocotte codered cody coke colby coldplay cole coleman colette
  colgate colibri colin colleen college collin collins colocolo colombo colonel colorado colors colour colt colton coltrane colts columbia
  columbus combat comcast comedy comeer comeon comer comfort coming command commander commando commerce common community compaq complete
  compton computador computers concepcion concord concorde concrete condom condor conejo confidence confirm confused connard connect
  connection conner connie connor conrad constance constantin constantine consuelo contact continue contra contrase control converse
  cookiemons cookiemonster cooking cool cool4u coolbeans coolboy coolcat coolcool cooldude cooler coolgirl coolguy coolio coolkid coolman
  coolness cooper cooter copenhagen copper coralie corbin cordell cordoba coregmedia corentin corey corina corinne corleone cornelia
  cornelius cornell cornwall corolla corona corrado corsica cortez cosita cosmic cosmin cosmo cosmopolitan cosmos costarica cosworth
  cottage cotton coucou cougar cougars counter counterstrike country countryboy coupon couponmom coupons couponsc courage courtney
  couscous cousin covenant coventry cowboy cowboys cowboyup cowgirl coyote crack cracker crackers crackhead cradle craig crash crawford
  crazy crazy4u crazybitch crazydog crazygirl crazyman cream create creation creative creeper crepusculo crescent crevette cricket cricri
  criminal crimson crip4life cristal cristh cristi cristian cristiano cristy critter crjhgbjy crocodile cronaldo cronos crosby crossfire
  crow crowbird cruise cruiser crunch crusader cruzazul crybaby crysis cthtuf cthutq ctrhtn cubbies cubs cucciola cucciolo cucumber
  cuddles cullen cummins cumshot cunt cupcake cupcakes curious curtis custom cute cute4u cuteako cutegirl cuteko cuteme cutie cutiepie
  cuties cutlass cutter cuttie cvbhyjdf cvthnm cvzefh1gkc cxdn8s cxfcnkbdfz cxfcnmt cyber cyclone cynthia cypress cyprus d0r1nc0urt
  d1lakiss d2xyw89sxj d41d8cd d71lwz9zjs d8cubaj2e d9zufqd92n dabears dabomb dada dadada dadadada daddy daddygirl daddys daddysgirl daemon
  daewoo daffodil dagger daisey daisy daisydog daisymae daisymay dakota dalbas dale dalejr dalila dallas dalton damaris damian damien
  damilare damilola damion dammit damnit damon dana dance dance4life dancer dancing dandan danger dangerous dani danica daniele danielito
  daniella danielle daniels daniil danika danila danilka danilo danish danny dannyboy dante dantheman daphne daredevil darina dario darius
  dark darkangel darkknight darklord darkman darkness darkside darkstar darlene darling darnell darrell darren darryl darthvader darwin
  dasha dashka dating daughter dauphin dave davide davidic davidoff davids davidson davinci davis dawn dawson dayana dayday daysgrace
  dayton daytona dbnfkbr dbrecz dbrnjh dbrnjhbz dddd ddddd dddddd ddddddd dddddddd dddddddddd ddzj39cb deacon dead deadhead deadly deadman
  deadmau deadpool dean deandre deanna dearbook death deathnote debbie debora deborah declan dede dedede dedewang deedee deejay deepak
  deepika deerhunter deeznuts deeznutz defender deftones degrassi deirjj dejavu delacruz delaney delete deleted delfin delfino delgado
  delicious delilah dell delldell delphi delphine delpiero delta deluxe demilovato demon demon1q2w3e demon1q2w3e4r demon1q2w3e4r5t demons
  denali denden denis denisa denise deniska denmark dennis dental dentist denver denzel depeche depechemode derek derick derp derparol
  derrick desadesa desember desert deshawn design designer desire desiree deskjet desmond desperado destin destinee destiny destroy
  destroyer detroit deusefiel deutsch deutschland devil devildog devilmaycry devils devin devine devon dewayne dexter dfa72dfj dfcbkbcf
  dfcbkbq dfg5fhg5vgfh dfhdfhf dfkthbz dfkthf dfktynby dfktynbyf dfvgbh dfytxrf dharma diablo diabolo dialog diamant diamante diamonds
  diana diane dianna dianne dick dickhead dictionary didididi didier didine dieguito diehard diesel dietcoke dieter digger digimon digital
  dilbert dilligaf dillon dima dimadima dimasik dimebag dimension dimitri dimple dimples dinamo dinara dinesh dingdong dino dinosaur
  diosesfiel dipset dirtbike dirty discover discovery disney disneyland disturbed diva divina divine divorce diwtgm dixie dizzy django
  djkjlz dk2cidp dkflbckfd dkflbr dkflbvbh dkssud dkxjizc dmitriy dmoney doberman doctor doctorwho dodge dodger dodgeram dodgers dodo
  dododo dodong dogcat dogdog dogfood dogg doggie doggies doggy doggystyle doghouse doglover dogman dogs dogshit doktor dolapo dollar
  dollars dolly dolores dolphin dolphins domdom domenica domenico dominator dominic dominican dominick dominik dominika dominion dominique
  domino donald donaldduck dondon donkey donna donnie donovan dont4get dontforget dontknow donuts doobie doodle doodlebug doodles doodoo
  doogie dookenr dookie doomsayer27mordsv doomsayer27mordsvv doomsday dora doraemon doreen doremi dorian dorothy dortmund dottie double
  doudou doudoune doug doughboy dougie douglas download downtown dozer dpbk dracula drag0n dragonball dragonballz dragonfire dragonfly
  dragons dragoon dragoste drake drakon drama dramaqueen dream dreamcast dreamer dreamgirl dreaming dreams dresden drew drifter driver
  drizzt drjynfrnt drogba droopy dropdead drowssap drpepper drummer drums dthjybrf dtxyjcnm dublin ducati duchess duck duckie ducky dude
  dudley duke dumbass dumdum dummy duncan dundee dupa dupadupa dupont durango duster dustin dusty dutchess dwade dwayne dwight dylan
  dynamic dynamite dynamo dynasty e2yfp41b e3r4t5y e93c eagles earnhardt earth easter eastern easton eastside eastwood easy easyas eatme
  eatpussy eatshit ebeans ebenezer ebony echizen eclipse economics ecuador edberg edc4rfv eddie edgar edinburgh edison edmond edmonton
  edmund edoardo eduard eduardo education edward edwardcullen edwards edwin edxk20qmfs eeeeee eeyore eggplant egorka eh1k9oh ehdgnl eight
  eightball eighteen eileen einstein eistee ekaterina ekmzyf elaine eldorado eleanor electra electric electrical electro electron
  electronic electronics elefant elefante element elements elena eleonora elephant elephants eleven eliana elijah elisa elisabeth
  elisabetta elise elisha elite elizabet elizabeth elizaveta ella ellen ellie elliot elliott ellobo elmejor elmira elmo elodie eloise
  elsalvador elvira elvis elway elwood emachines email emanuel emanuela emanuele embrace emerald emerica emerson emilia emiliano emilie
  emilio emily eminem emirates emma emmanuel emmanuelle emmitt emoboy emogirl emokid emotional emperor empire employment encore energy
  engine engineer engineering english enigma enrico enrique enter enterprise entropy epsilon eqes eragon eraser eric erica erick ericka
  ericsson erik erika erin ernest ernesto ernie erotic escalade escape escobar escola escorpion escort eskimo esmeralda espagne esperanza
  espoir essence estate esteban estefania estela estelle esther estrada estrela estrella estrellita eternal eternity ethan ethanryan
  ethiopia etienne etnies etoile ettore eugene eugenia eugenie eugenio eunice eureka europa europe euteamo evan evanescence evangelion
  evelin evelina evelyn ever everest everett evergreen everlast everlove everton everyday evgeniy evgeniya evil evildick evite evolution
  evony ewanko ewelina excalibur excellent exigent exodus expert explorer express extreme ezekiel ezequiel f00tball f1uuhza fabian fabiana
  fabien fabienne fabio fabiola fabolous fabregas fabrice fabrizio fabulous faca faggot fairy faisal faithful fake faker falcons fallen
  fallenangel fallout falloutboy familiyafamiliya famille family1st familyguy famous fanfan fanny fantasia fantasma fantastic fantasy
  fantom fantomas faraon farfalla farfallina farhan farida farley farmacia farmer fart fashion fast4u faster fatass fatboy fatcat fathead
  fatima fatman fatty favour favre fcbarcelona fcbayern fcporto fduecn fearless feather feathers feder federal federer federica federico
  felice felicia felicidad felicidade felicita felicity feline felipe felix fellow female fenchel fender fener fenerbahce ferari ferdinand
  fergie fergus ferguson fernanda fernandes fernandez ferreira ferret festival feuerwehr feyenoord ffff fffff ffffff fffffff ffffffff
  ffffffffff fghjkl fghtkm fgtkmcby fhctybq fhntvrf fialka fickdich ficken fidelio fidelity fiesta fifa figaro fightclub fighter filip
  filipe filippo film filomena finalfantasy findpass fineboy finger fingers finland finley fiona fiorella fiorentina fire fireball
  firebird fireblade firefighter firefire firefly firefox fireman firenze firestorm fireworks first fischer fish fishbone fisher fisherman
  fishes fishfish fishing fishtank fishy fitness five fivestar fk3456abc fkbyjxrf fktrcfylh fktrcfylhf fktrctq fktyeirf fktyrf flame
  flamenco flamengo flames flamingo flash flatblocker flatron flavia flavio fletch fletcher fleurs flight flip flipflop flipper floflo
  floppy florence florencia florent flores florian florida florin flounder flowerpower floyd fluffy flyboy flyers flyfly flying focus
  fondoom foobar food foofoo foolish ford fordf fordfocus forget forgetit forgetmenot forgiven forgot forgotten format formula forrest
  forsaken fortuna fortune forward foryou forzainter forzajuve forzamilan forzanapoli forzaroma fossil foster foundation fountain four
  fourkids fourteen fowler foxpass foxracing foxtrot foxy foxylady fptjtl fqrg7cs fr2rfq7xl fragile fragola fragolina franca frances
  francesca francesco franci francia francine francis francisca franck franco francois francoise francy frank frankfurt frankie franklin
  franky fraser freak freaks freaky freckles fred freddie freddy frederic frederick frederik fredfred fredrick free freebird freefree
  freeman freemusic freestuff freestyle freeway freeze freiheit french fresh friendly friendofemily friendofgerly friendofjoan friends4ev
  friendship friendster frisco frisky fritz frodo frog frogger froggie froggy frogs front frontier frosch frosty frozen fruity fubar
  fuchurli fuck fuck0ff fucked fucker fuckers fuckface fuckfuck fucking fuckit fucklife fucklove fuckme fuckmehard fuckmylife fuckshit
  fuckthat fuckthewor fuckthis fucku fucky0u fuckyouall fuckyoubit fudge fugazi fujitsu fuku fullaccess fullmetal fullmoon funfun funky
  funmilola funny funtime fusion fussball futurama future futyn fuzzy fxone fxzz fxzz75yer fyfcnfcbz fyfnjkbq fylhtq fynjirf fynrf
  fysihz5g fytxrf fyutkbyf fyutkjxtr g00gle g2w3e4r g9l2d1fzpy gaara gabbie gabby gabriele gabriella gabrielle gadget gaelle gaetano
  gagaga gagarin gagged galatasaray galaxy galileo galina gallardo gambion gambit game gameboy gamecube gameover gamer games ganda gandako
  gandhi ganesh ganesha gangbang gangsta gangster ganja gansta ganteng garage garbage garcia garden gardenia gareth garfield garnet
  garrett gary gaston gateway gatinha gatita gatito gator gatorade gators gaudens gaurav gautam gavin gayathri gayatri gayboy gaylord
  gazelle gbcmrf gbenga gbgbcmrf gbhfvblf gbpltw gcheckout gdcc gearsofwar geetha gegcbr geheim gemini geminis gemma general generation
  genesis geneva genevieve genius gennaro gentle geoffrey georges georgia georgie georgina gerald geraldine gerard gerardo germaine german
  germania geronimo gerrard gertrude getajob gether getlost getmoney getout getsome gettherefast gfcgjhn gfgfvfvf gfhjkm gfhjkmgfhjkm
  gfs2z6wb gfynthf gggg ggggg gggggg ggggggg gggggggg gggggggggg ghbdtn ghbdtnbr ghbdtnrfrltkf ghblehjr ghbrjk ghbywtccf ghetto ghghgh
  ghhh47hj ghjcnj ghjcnjnfr ghjcnjq ghjdthrf ghjnjnbg ghjuhfvvf ghost ghostrider ghosts giacomo giancarlo gianluca gianna gianni giants
  gibson gideon gidget gigabyte gigaman giggle giggles gigi gigolo gilbert gilberto gilles gillian gilmore gina giogio giorgi giorgia
  giorgio giovanna giovanni giraffe girasole girl girlfriend girlie girlpower girls girlsrule girly girlygirl gisela gisele giselle gitara
  giulia giuliana giulietta giulio giuseppe gizmo gizzmo gjhjkm gjkbujy gjkbyf gladiator gladys glamorous glamour glasgow glasses glenda
  glenn glitter global globus gloria gmoney go2hell goalie goat goaway goblin goblue gobucks godbless godblessme goddess godfather godgod
  godhelpme godim godis godisable godisgreat godislove godlike godlovesme godofwar godslove godsmack godson godspeed godwin godzilla
  gofish goforit gogators gogeta gogirl gogo gogogo goku gold goldberg goldeneye goldfinger goldfish goldie goldstar goldwing golf
  golfball golfclub golfcourse golfer golfgti golfing golfinho goliath gollum gonzales gonzalez gonzalo gonzo goober good good2go good4u
  goodboy goodday goodgirl goodgod goodgood goodies goodlife goodluck goodman goodmorning goodness goodnews goodtime goodtimes goofy
  googlecom googletester googoo goose gopher gordita gordito gordo gordon gorgeous gorilla gorillaz gospel gossipgirl gotcha gothic
  gotmilk gotohell govols grace gracia gracie graciela graduate graffiti graham grammy granada grandad grande grandkids grandma grandpa
  granny grant grapes graphics grasshopper grateful gratis gravity grayson grazia grease great greatest greatone greece greedisgood
  greenbay greenday greene greeneyes greens greentea greenwood greg gregor gregorio gregory gremio gremlin grenouille gretchen greyhound
  gribouille griffin grinch grine gringo grisha grizzly gromit groove groovy groupd grover gruby grumpy gsxr gtavicecity gthcbr gtnhjdbx
  gu1tar guadalupe guardian guatemala gucci gucio guerrero guess guesswho guevara guigui guilherme guillaume guillermo guiness guinness
  guitar guitare guitarhero guitarra gummybear gundam gunit gunnar gunner gunners gunsnroses gunther guruji gusgus gustav gustavo
  gutierrez gutschein gwapa gwapako gwapo gwapoako gwapoko gwarmonster gwerty gymnast gymnastics gypsy h1xp2z2duk h2vwdubjx h4t3cr3w
  h8llp9f habbo habiba habibi hacked hacker hackers haggis haha hahaha hahahaha hailey hakr haley halflife halifax halima hallie hallo
  hallohallo halloween halo haloreach hamada hambone hamburg hamburger hamilton hamish hamlet hammed hammer hammers hammond hampton
  hamster hamtaro handball handsome handyman hanna hannah hannahmont hannahmontana hannes hannibal hannover hans hans4queck hansen hansol
  hansolo hanson hanuman happiness happy happyday happydays happyfeet happygirl happyhappy hardcore hardrock hardware hardwork harekrishna
  haribo hariom harish harlem harman harmony harold harper harriet harris harrison harry harrypotte harsha harvard harvest harvey harvick
  haslo hassan hastings hate hateme hater haters hateyou hattie havana havefun hawaii hawaiian hawkesbury hawkeye hawkeyes hayabusa hayden
  haylee hayley hazel hbf28w hbhc headshot health healthy heart heartbreak heartbroke heartless hearts heather heavenly heavymetal heckfy
  hector hedgehog hehehe heidi heineken heinrich hejhej hejsan heka6w helen helena helene helicopter hell hellas hellboy hellen hellfire
  hello2u hellohello hellokitty hellomoto helloo hellos hellothere hellow hellraiser hellsing hellyeah help helpme hemi henderson hendrix
  henni henrik henrique henry hentai herbalife herbert herbie hercules heritage herman hermann hermes hermione hermosa hernan hernandez
  heroes herrera hershey heslo hesoyam hester heterosexual hevhk43n9j heyhey heyheyhey heythere heyyou hfjdk hfleuf hfljcnm hfytnrb hgfdsa
  hgrfqg hhhh hhhhh hhhhhh hhhhhhh hhhhhhhh hidden higgins high highheel highland highlander highschool hihi hihihi hikari hikaru hilary
  hilaryduff hillary hillbilly hillside hilton himanshu hinata hindustan hiphop hippie hippo historia history hitachi hithere hitler
  hitman hjccbz hjvfirf hobbes hoffman hohoho holahola holden holein holiday holidays holla holland holler hollie hollister holly
  hollywood holmes holycow holyshit holyspirit home homeboy homelesspa homer homero homers homerun homework homie homies hondacbr
  hondacivic hondas honduras honest honesty honeybear honeybee honeybun honeybunny honeyko honeys hongkong honolulu hookem hooker hooligan
  hooper hooters hootie hoova hoover hope hopeful hopeless hopper horizon hornet hornets horney horny horror horse horses hospital hot4u
  hot4you hot97hot hotboy hotchick hotdog hotgirl hothot hotlips hotmail hotmailcom hotmama hotpink hotrod hotsauce hotsex hotshot
  hotstuff hottie hotties hotty hotwheels houdini house houses houston howard howareyou hrenota hshshs hsu75kpot http htubcnhfwbz hubert
  hudson hughes hugo hugoboss huhbbhzu humberto humble hummer hummerh humphrey humtum hungry hunting hurensohn hurley hurricane husband
  husker huskers huskies hussain hustle hustler hx28o9e hyderabad hydrogen hyundai i&lt iamawesome iamcool iamgay iamgod iamhappy
  iamnumber iamthe iamthebest iamtheone ib6ub ibanez ibanezjs ibicguwjic ibrahim icarus iceberg icecream icecube icegirl icehouse iceman
  icetea ichigo ichliebedi ichliebedich icotpd icthus icxkyb id6c3wr6un idefix idiot idontcare idontknow idunno ifeanyi iforget iforgot
  ig4abox igetmoney ignacio ignoranto igor igorek iguana ihatethisgame ihateu ihateyou iiiiii ijrjkfl ijrjkflrf il0vey0u il0veyou ilaria
  ilds4edad ilikepie ilikesex ilikeyou illini illinois illuminati illusion ilov3you ilove ilovealex iloveboys ilovecats ilovechris
  ilovedavid ilovedogs ilovegirls iloveher ilovehim iloveindia ilovejames ilovejesus ilovejoe ilovejohn ilovejosh ilovejusti ilovelife
  ilovelucy ilovematt ilovemike ilovemom ilovemusic ilovemybab ilovemydad ilovemyfam ilovemyfamily ilovemykid ilovemykids ilovemylife
  ilovemymom ilovemymum ilovemysel ilovemyself ilovenick ilovepussy iloveryan ilovesam ilovesex iloveu iloveyouba iloveyoux iluvme iluvu
  iluvyou imagine imation imcool imelda imesh imgay iminlove imissu imissyou immortal imnumber impact impala imperial important impossible
  impreza imthebest imyaimyaimya inactive1996aug incognito incorrect incredible incubus independen independent india indian indiana
  indians indigo indira indonesia indya ineedyou infamous infantry inferno infiniti infinito infinity info information ingodwetrust ingrid
  inlove inna innocent insane insanity insert inside insomnia inspiron insurance integra integrity inter interests intermilan
  international internazionale intrepid intruder inuyasha invisible ipad ipod ipswich ireland irene irina irinka irish irishka iriska
  irock ironmaiden irving isaac isabela isabella isabelle isaiah islamabad island ismael ismail israel istanbul itachi italian italiano
  italie italien italy itisme itsme itsmylife iubire ivan ivanov ivanova iverson iw14fi9j iw14fi9jwqa iw14fi9jxl ix6s1fceh izabella j0rdan
  j1v1fp2bxm j38ifubn j4n4jel jack jackal jackass jacket jackie jackjack jackmore jackpot jackson jacky jacob jacobs jacqueline jacques
  jadakiss jade jaden jagger jaguar jaiden jaigurudev jaihanuman jaimatadi jaime jajaja jakarta jakcgt jake jakejake jakjak jalisco
  jamaica jamal james jamesbond jameson jamess jamie jamila jamjam jammer jammin jancok jane janek janelle janet janette janice janina
  janine janjan jansen januari janvier japan japanese jared jarhead jarox jarrett jarrod jarule jarvis jasmin jasmina jasmine jason jasper
  jaybird jaycee jayden jayhawks jayjay jaylen jayson jazmin jazmine jazz jazzie jazzman jazzy jcdenis jean jeanette jeanne jeannie jeep
  jeff jefferson jeffery jeffhardy jeffrey jehovah jelena jello jelly jellybean jellybeans jellyfish jelszo jemima jenifer jenjen jenkins
  jenna jenni jennie jenny jensen jeremiah jeremy jericho jermaine jerome jeronimo jerry jersey jerusalem jess jesse jessi jessie jessika
  jessy jester jesus4me jesusc jesuschris jesuscristo jesusfreak jesusis jesusislord jesuslives jesusloves jesuslovesme jesuss jesussaves
  jetaime jeter jethro jetsmets jewel jewels jewish jfgvcqbuzug jg3h4hfn ji394su jiang8kevin jiefang jigsaw jill jillian jimbo jimbob
  jimena jimenez jimjim jimmie jimmy jingjing jingle jingles jjcg16dj5k jjjj jjjjj jjjjjj jjjjjjj jjjjjjjj jjjjjjjjjj jkiuztdftl jkjkjk
  jkljkl jktxrf jktymrf jmoney joanna joanne joaquin jobhunt jobs jobsearch jobshop jocelyn joejoe joejonas joel joelle joey johan johann
  johanna johannes john john!20130605at johnathan johnboy johncena johndeere johnjohn johnlock johnny johnnydepp johnpaul johnson jojo
  jojojo jojojojo joker jokers jolene jolinek jomacapa jonas jonathan jonathon jones jonjon jonny jordon jordyn josefina joselito joseluis
  josemanuel joseph josephine josette josh josiah josie journey joyce joyful joyjoy jrcfyf juancho juanita juanito juanjose juanpablo
  jubilee jubjub judith juggalo juice juicy juju jujuju jules julia julian juliana julianna julie julieann julien juliet julieta juliette
  julius jumanji jumper jumpman jundian2011xr junebug jungle juninho junior juniper junjun junk junkie junkmail junpyo jupiter just4fun
  just4me just4u just4you justdoit justice justin justina justinbieb justinbieber justine justme justus justyna juventini jyothi k,jdm
  k2cizcdp k47rizxt2g kaboom kacper kadjkhjsy kagome kaikai kaiser kaitlin kaitlyn kaka kakaka kakakaka kakaroto kakashi kakashka kaktus
  kaleb kalina kalpana kalyani kamala kamasutra kambal kambing kamehameha kameron kamikadze kamikaze kamil kamila kamilla kamote kampala
  kamran kanchan kangaroo kannan kansas kapej kara karachi karakartal karamba karaoke karate kareem karen karima karina karine karla karma
  karo karolina kartal karthik kartoffelpuffer karukera kasandra kasey kashmir kasia kasper kassandra kassie katana katarina kate katelyn
  katerina katharina katherine kathleen kathmandu kathryn kathy katie katkat katrin katrina katya kavita kavitha kawaii kaycee kayden
  kaykay kayla kaylee kayleigh kayode kazantip keegan keenan keeper keepout keisha keith keller kelley kellie kelly kelsey kelvin kendall
  kendra kenken kennedy kenneth kennwort kenny kenshin kent kentucky kenwood kenworth kenya kenzie kermit kerry kerstin ketchup kevin
  kevnwo keyblade keyboard keystone keywest kfcnjxrf kfgjxrf kfhbcf khadija khaled khalid khalil khan khongbiet khushi kiara kickass
  kicker kickflip kidrock kids kieran kifj9n7bfu kikeunyw kiki kikiki kill killa killbill killemall killerman killers killian killjoy
  killkill killme killua killyou killzone kimber kimberley kimberly kimbum kimkim kimmie kimmy kims kinder kindness king kingdom kingfish
  kingfisher kingjames kingking kingkong kingpin kings kingsley kingston kinky kinomoto kipper kira kirby kirill kirkland kirsten kirsty
  kishore kismet kiss kisses kissing kisskiss kissme kissmyass kitchen kitkat kitten kittens kittie kitties kitty kittycat kittykat
  kittykitty kittylove kittys kiwi kjifhf kjiflm kjkszpj kjrjvjnbd kkkk kkkkk kkkkkk kkkkkkk kkkkkkkk kkkkkkkkkk klapaucius klaster
  klaudia kleopatra klinger klopklop klvbkf kmzwa8awaa knackwurst knicks knight knights knopka knowledge knuckles koala kobe kobebryant
  kochamcie kochanie kodiak kokakola koko kokoko kokokoko kokomo kolawole kolbasa kolkata kolobok kolokol komodo komputer konfetka konrad
  konstantin kontakt kontol kookie kool koolaid korean korn koroleva korova kosama koshka kosmos kosova kostik kostya kotenok kowalski
  kramer krasota krasotka kratos krazy kris krishna krishnan krissy krista kristal kristel kristen kristi kristian kristie kristin
  kristina kristine kristy krokodil kroliczek krolik kronos krystal krystyna ksenia kseniya ksusha kthjxrf ktyjxrf kuana kucing kumar
  kungfu kurama kurdistan kurt kurtcobain kurwamac kyle kylie l1nk3d1n l1nked1n l1verpool l3tm31n l5l5l l6ho3tg7wb labrador labtec lacey
  lacoste lacrimosa lacrosse laddie ladies ladiesman lady ladybird ladybug ladygaga laetitia laguna lahore lakers lakeside lakewood lakota
  lakshmi lala lalakers lalala lalalala lalaland lalita lalitha lamar lambert lamborghini lamont lampard lana lananh lancaster lance
  lancelot lancer lancia landmark landon landrover lane langga language lansing lapinou lapochka laptop lara laracroft larisa larissa
  larry lasalle laska lassie last lastfm lasvegas latifa latina latino latoya laughter laurah laurel laurel12creek lauren laurence laurent
  lauretta laurie laurita lavalamp lavanya lavender lavezzi lavigne lavinia lavoro lawrence lawson lawyer layla layout layouts lazarus
  lbvjxrf ldgend leader leah leandro leanne learning leather leavemealone lebanon lebron lebronjame ledzep ledzeppelin leeann leeds
  leedsutd leelee leeloo left4dead legacy legend legenda legendary legion legolas lehjxrf leicester leigh leika leilani leinad leland
  leliane lemon lemonade lemons lena lenalena leningrad lenka lenlen lennon lennox lenny lenochka lenovo leoleo leolong leon leonard
  leonardo leonel leonid leonidas leonie leonor leopard leopold leopoldo leralera leroy lesbian lesley leslie lespaul lestat lester
  leticia letitbe letizia letme1n letsgo letter lewis lexie lexmark lexor lexus lfitymrf lfybbk lfybkf lhfrjy liam libby libero liberta
  liberte liberty libra library lickme licorice life life2live lifeisgood lifesucks lifetime ligabue light lightbulb lighthouse lighting
  lightpower lights lilbit lili lilian liliana lilica lilili lilith liliya lilli lillian lillie lilly lilmama lilman lilpimp lilwayne lily
  limegreen limited limpbizkit lina lincogo lincoln linda lindinha lindsay lindsey lineage lingling link linked linkedin linkedln linker
  linkin linkinpark linusd lionel lioness lionheart lionking lions lipgloss lipstick lipton liquid lisa lisalisa lisamarie lisboa listen
  lithium little littlebit littlegirl littleman littleone live4him livelife liverp00l liverpoolfc livestrong living liza lizard lizbeth
  lizottes lizzie lizzy ljxtymrf lkjhgf lkjhgfdsa llama llamas llll llllll llllllll lloyd lmapacey lobster locked loco locura logan
  logitech lokita lokoloko lokomotiv lola lolalola lolek lolipop lolita lollipop lollol lollollol lolly lollypop lolo lolol lololo lololol
  lolololo lolotte londres lonely lonestar lonewolf longbeach longhorn longhorns lonnie lonsdale looby look lookatme looking looney looser
  lopata lopez lord lordjesus loredana lorena lorenz lorenzo loretta lorraine losangeles loser loserface losers lost lottie lotus louie
  louis louisa louise loulou louloute lourdes lovable love love2love love4eva love4ever love4life love4me love4u love4you loveable
  lovebird lovebug loved loveforever lovegod lovehate lovehim lovehurts loveis loveislife loveit lovejesus lovejoy loveless lovelife
  lovelove lovelovelove lovelygirl lovemom lovemykids lover loverboy lovergirl loverman lovers loves lovesex lovestory lovesucks loveu
  loveu4ever loveya loving lovingyou lowrider loxpider loyalty loyola lozinka ltybcrf luca lucas lucero lucian luciana luciano lucie
  lucifer lucille lucinda lucinka luckies luckyboy luckydog luckyme luckystar lucy ludacris ludi ludivine ludmila ludovic ludwig luigi
  luis luisa luisito lukas lukasz luke lulu lululu lumiere luna lunaluna lunatic lunita lupita luther luv4ever lvbnhbq lydcc lydia lynette
  lynlyn lynn lzhan m0nk3y m0nkey m1am1b3ach m1chael m1chelle m1chp00h m@d!z maburro macaco macarena macaroni macdaddy macdre machine
  maciek macintosh mack mackenzie mackie macmac madafaka madagascar madagaskar madalina madara madden maddie maddison maddog maddox maddy
  madeleine madeline madelyn madhuri madina madinina madison madmad madman madmax madness madona madonna madryt madzia maella maemae
  mafalda mafia magali maganda magandaako magazine magda magdalena magenta maggie maggiemay maggot magic magical magician magick magicman
  magnet magnolia magnum magnus magpie mahal mahalkita mahalko mahalkoh mahalq mahendra mahesh mahmoud maiden mail mailman mailru maimai
  maisie maison maiyeuem majestic majesty major makaka makaveli makayla makemoney makenzie makeup maksim maksimka makulit malachi malaga
  malaka malaysia malboro malcolm malcom maldini maldita maldives malena malibu malice malik malika malina malinka malish malishka mallard
  mallorca mallory malone malvina mamacita mamadou mamama mamamama mamamia maman mamasita mamika mamikawada mamina maminka mamita mamma
  mammamia mammina mamochka mamour management manchesterunited mancity mandarin mandingo mandrake mandy manfred mango mangos manhattan
  maniac manila manish manisha manjula mankind manman manning manny manolito manolo manon manowar manson manu manuela manunited manutd
  manzana maomao maplestory maprchem maradona maranatha marathon marbella marble marc marcel marcela marcella marcello marcelo marcia
  marcin marco marcopolo marcos marcus marek marek14michal margaret margarida margarita margaux margherita margie margot marguerite mari
  mariah mariam mariama marian mariana marianna marianne mariano marias maribel marica maricar maricel marie mariel mariela mariella
  marielle marietta marigold marihuana marija marijuana marika marilena marilou marilyn marimar marina marinara marine mariners marines
  marinka marino marion marisa marishka marisol marissa marita maritza marius mariusz mariya marjorie mark marker market marketing markie
  markiz markiza marko markus marlboro marlene marley marlin marlon marmalade marmar marmite marmotte maroon marques marquez marquis
  marriage married marron mars marseille marsel marsha marshal marshall marsik martha martian martin martina martine martinez martini
  martins marty martyn marusya marvel marvin mary maryam maryann maryanne marygrace maryjane maryjoy marykay maryland marymary maryrose
  masamune mase4ever maserati mash masha mashka masina mason massage massimo massive masterkey mastermind masters matador matahari mate
  matematica matematika mateus mateusz mathematics matheo matheus mathew mathias mathieu mathilde mathis matias matilda matilde matisse
  matt matteo matthews matthias matthieu mattia mattie matty matyas maureen maurice mauricio maurizio maverick maxell maxence maxim maxima
  maxime maximilian maximiliano maximka maximo maximum maximus maxine maxmax maxpayne maxpower maxwell maya mayank mayday mayhem maymay
  maynard mayowa mayquinn mazafaka mazda mazdarx mbahurip mcdonald mcdonalds mcgrady mckenna mckenzie mclaren mclarenf me2know meadow
  meagan meandyou meatball meathead meatloaf mechanic mechanical media medical medicina medicine medina medion medusa medved meenakshi
  megadeth megafon megaman megan megane megaparol megapizdetz megasecret megatron meggie meghan mehmet meister melania melanie melbourne
  melina melinda melisa melissa mellon mellow melo melodie melody melrose melvin member meme mememe memorex memories memory memphis mendez
  mendoza mental mentos meow meowmeow meowmix mephisto mercado mercurio mercury mercy merda merde meredith merida meridian merlot mermaid
  mersedes message messenger messi messiah metal metalgear metalica metall metallic metallica meteor meteora method metro metroid mewtwo
  mexican mexicano mgreen mhine miami miamia miamor mibebe micaela micah michaela michaeljac michaeljackson michal micheal michel michela
  michele michigan michoacan mickael mickey mickeymous mickeymouse microlab midget midnite midori mighty migrationschool miguelito mihaela
  mihail mikael mikaela mikayla mike mikejones mikemike mikey miki mikimiki milacek milagros milana milano milashka mildred mile milena
  miles miley mileycyrus military milk milka milkman milkshake milkyway millenium millennium miller millie million millions millwall milly
  milo milton mimi mimimi mimine mimosa mindy mine minemine minerva minette mingming minhasenha mini minicalibra miniclip minicooper
  minimal minime minimum minister ministry minnesota minnie minouche miracle miracles mirage miranda mirantte mireille mirela mirella
  miriam miroslav mirror mischa mischief misfit misfits misha mishijos mishka misiaczek misiek missie mission mississipp mississippi
  misskitty missouri missy missyou mister misterio mistral mistress misty mitch mitchell mitsubishi mittens mjdsf mkal mmmm mmmmm mmmmmm
  mmmmmmm mmmmmmmm mmmmmmmmmm mnbvcx mnbvcxz mobile mobster mobsters mocha model modena modern moderncombat moemoe mohamed mohammad
  mohammed moimeme moimoi moises mojojojo molina mollie molly mollydog moloko molson momanddad momdad momma mommie mommom mommy mommyof
  momo momof momomo momoney monaco monalisa monamour monange monarch moncoeur mondeo money4me moneymaker moneyman moneymoney moneys mongol
  mongoose monica monika monique monitor monkeyboy monkeybutt monkeyman monkeys monmon monopoly monroe monster monstercha monsters
  montagne montana montecarlo montero monterrey montgom montgomery montreal monty monyet moocow mookie moomoo moon moonbeam moonmoon
  moonshine moonstar moose morales morango moremoney morena moreno moretime morgan morgana morgane moritz mormor morning morpheus morris
  morrison morrowind mortal mortgage mortimer morton moscow moses moskva mosquito mostafa mostwanted motherfuck motherfucker motherlode
  motherof motocross motorbike motorcycle motorhead motorola mouette moumoune mouse moussa mousse movies mozart mozilla mpeater ms0083jxj
  mudar mudvayne mufasa muffin muffins muhammad muhammed mukesh mulder mullet mulligan multimedia multiplelog mumbai mumdad mummy munchie
  munchkin muppet murali murcielago murder muriel murphy murray murzik muscle mushroom music music4life music4me musica musical musician
  musiclover musicman musik musique muskan muslim mustafa mustangs mustapha mustard mutant mutter mv46vkmz my1love my1space my2boys
  my2girls my2kids my2sons my3boys my3girls my3kids my3sons my4kids my5kids myangel mybabies mybaby myblocker myboo myboys mydear myfamily
  myfather myfriend mygirl mygirls myheart myhome myhoney myjesus mykids mylene mylife mylinkedin mylord mylove mylover mymother mymusic
  myname mynameis mynoob myriam myrtle mysecret myself myspac myspace myspace4me myspaceco myspacepas mysterio mystery mystic myszka
  mytime mywife myworld n0=acc3ss n1frdz n28n24a n8zgt5p0shw nabila nacho nacional nadege nadejda nadia nadine namaste nana nanana nancy
  nandini nanny nanook nanou naomi napoleon napoli narayan narayana narendra naresh narnia nascar nash nashville nastena nastenka nastia
  nasty nastya nata natacha nataha natali natalia natalie nataliya natalka nataly natalya natasa natascha natasha nate nathalie nathan
  nathaniel natiichen nation national native natural nature naughty nautica nautilus navarro naveen navigator naynay nazareth nbvjatq
  ncc1701a ncc1701d ncc1701e nebraska nedved need4speed needajob needforspeed neelam neeraj nefertiti negrita negrito negro nellie nelly
  nelson nemesis nena nene neneng nenette nenita neopets neptune nerds nerone nescafe nessa nessie nestle nestor netlog networking nevada
  nevaeh never neveragain nevergiveup neverland nevermind nevermore nevim new975wen newcall newcastle newday newjersey newjob newlife
  newman newmoon newnew neworleans newpass newpasswor newport newstart newthree newton newuser newvision newyear newyork newzealand nextel
  nfnmzyf nfvfhf nfyif nfyirf nfytxrf nguyen nha7ebf6kp nibbles nice niceguy nicholas nichole nick nickel nickelback nickie nickiminaj
  nickjonas nicknick nickolas nicky nico nicola nicole nicoleta nicoletta nideknil nigeria nigga niggas nigger niggers night nightmare
  nightwish nike nikhil niki nikita nikitos nikki niklas nikola nikolai nikolas nikolay nimbus nimrod nina ninanina niners nineteen ninjas
  nipper nipple nipples nirmala nirvana nissan nissan350z nitram nitro niunia nkechi nks230kjs nnnnnn no1knows noah nobody noel noelia
  noelle noemie nofear noiembrie noisette nokian nolimit nolove nomeacuerdo nomore noname none nonenone nonmember nono nonono noodle
  noodles nookie nopass norbert noreen norma normal norman norte north northern northside norton norway nosferatu not4you notebook
  nothings notorious notredame notthat nottingham nougat nounou nounours novembre novo noway nowehaslo nssadmin ntktajy ntktdbpjh nuclear
  nugget nuggets null numba number numberone numero nummero nurse nursing nutella nutmeg nuttertools nuvola nwo4life nwolf nymets
  nyq28giz1z o9i8u o9i8u7y oakland oakley oasis oatmeal obama obelix obinna obiwan oblivion oceane oceans ocpoook octavia octopus odessa
  odette odi15ngxb odidol ofakind offspring ogplanet ohiostate ohmnamah ohmygod ohshit ohyeah oicu oilers oioioi oklahoma okm9ijn okokok
  oks65b oksana oktober olalekan olamide olamilekan olanrewaju olaola olatunji olawale olayinka oldman oldnavy oldschool olechka oleg
  olenka olesya olga olimpia olitec olive oliveira oliver olivia olivier ollie olmetec olo65b olumide olusegun oluwaseun olympus omar
  omarion omega omni omsairam omshanti one2three onedirection onelove onepiece onetime onetwo onkelz online only1me only4me onlyme onlyone
  onlyyou ontario oojs4ykl oooooo oooooooo opelastra opelcorsa open openup operation operator opernhaus opeyemi ophelia ophelie opopop
  optimus oranges orchid ordinateur oregon oreo orient oriflame origin original orion orlando ornella ortega oscar osiris ossi othello
  ottootto ou29q outkast outlaw overdrive overkill overlord ownage owt243ygbh owt243ygbj oxford oxygen p00p p0o9i p0o9i8u p3rat p455w0rd
  p4ssw0rd p4ssword p9o8i7u p@ssw0rd p@ssword pa55w0rd pa55word pablito pace pacific packard packers pacman pacshakur paddle paddy padilla
  paige painkiller paintball painter painting paisley pajero pakistan pakistani palace paladin palermo pallavi pallina pallino pallmall
  palmeiras palmer palmtree paloma palomino paluso pamela pampam panama panasonic pancake pancakes panchito pancho panda pandabear pandas
  pandora panget pangit panic pankaj panorama pantera panther panthers panties panzer paola paolo paopao papabear papamama papapa papapapa
  papatoma papaya paper paperino papers papichulo papillon papito paprika paquito paradis paradise paradox paraiso paramedic paramore
  paranoid parents parker parkour parlament parolamea parole parrot partizan partner party partytime pasadena pasaway pascal pascale
  pascual pasquale pass pass1word passat passcode passer passion passions passme passord passport passw0rd passward passwd passwords
  pastor pasword patata patate patatina patch patches pathfinder patience patito patrice patricio patrick patrik patriot patriots patrizia
  patron patryk patterson patton patty pauko paul paula paulette paulie paulina pauline paulo pavel pavilion pavlik pawpaw payton pazzword
  pdtplf pe#5gz29ptzmse peace peaceful peaceout peach peaches peachy peacock peanut peanutbutter peanuts pearl pearljam pearls pebbles
  pedarsag pedrito pedro peekaboo peepee peewee pegaso pegasus peggy pelican pelota peluche pelusa pencil pendejo penelope penguin
  penguins penis pennstate penny pennywise pentagon pentium people pepe pepette pepino pepita pepito peppe peppermint peppers peppino
  pepsi pepsicola perach pereira perfect perfection perico perkele perkins perrito perro perros perry persik person persona personal
  pessac pete peter peterbilt peterpan peters peterson petey petra petram petrov petrova petunia peugeot peyton pfqxbr phantom pharma
  pharmacy pheonix phil philip philipp philippe philippine philips phillies phillip phillips philly phoebe phone photo photos phrowz
  phuong phyllis physics piano piazza picard picasso piccola piccolo pickle pickles picture pictures piepie pierce pierre pietro piffish
  pigeon piggy piglet pikachu pilgrim pilipinas pillow pilot pimp pimp4life pimpdaddy pimpin pimping pimpjuice pineapple pingpong pinguin
  pinguino pingvin pink pinkfloyd pinkie pinklady pinkpanther pinkpink pinky pinocchio piolin pioneer piotrek pioupiou pipeline piper
  pipoca pippen pippin pippo piramida piramide pirata pirates pisces pissoff pistache pistol pistons pitbull pittsburgh pixie pixies
  pizdec pizza pizzahut pizzas pjkjnj pk3x7w9w placebo planet planeta plasma plastic platinum platon platypus play playa player players
  playgirl playstatio playtime pleasure plk4l5uc plokij ploppy plumber plus pluto plymouth po918dg pobeda pocahontas pocket poepen poetry
  pogiako poilut point poipoi poison poisson poiu poiuy poiuyt poiuytre poiuytrewq poiuytreza pok29q poker pokerface pokpok poland
  polarbear polaris polenka police policeman policia polina pollito pollo pollux polly polniypizdec polo polopolo polpol polska pomalo
  pommes pompey pompier pompom poncho pontiac poochie poodle pooh poohbear pookie poonam poop pooper poophead poopie poopmaster poopoo
  pooppoop poopy pooter popcorn popeye popo popopo popopopo popova popper poppin poppop poppy popstar poptart poptropica popular porcodio
  porkchop porn porno pornstar portable portal porter portia portland portugal poseidon poser positive positivo possible possum postal
  poster potato potatoes pothead potpot potter poulette poupee poupette poupoune poussin povlmly povray powder powell power powerful
  powerman powerof powerpuff powers ppoo pppp ppppp pppppp pppppppp pqntmt pr1ncess pradeep praise prakash praline pranav prasad prasanna
  prashant praveen prayer preacher preciosa precious predator preeti prelude premier premium presario president presley prestige presto
  preston pretty prettyboy prettygirl prettyme primrose primus princes princesita princessa princesse princeton principe principessa
  pringles printer prisca priscila priscilla prison prissy privacy privet priya priyanka prodigy production professional professor profile
  profit progress project projectsadminx promise property prophet prosper prosperity prosto protect prototype prova proverbs proview
  prudence przyjaciolki psalm psalms psicologia psycho psychology public puddin pudding puddles puertorico pugsley pulamea pulsar puma
  pumas pumpkin pumpkins punisher punjab punk punker punkin punkrock puppet puppies puppy puppydog puppylove puppys pupsik pupuce purdue
  pushkin pushpa pussies pussycat pussys putangina puttana putter puzzle pwtest pyon pyramid python q0tsrbv q123q q1a2z q1q1q q1q1q1q
  q1q2q q1q2q3q q1q2q3q4q q1w2e q1w2e3r q1w2e3r4t q1w2e3r4t5y q1w2e3r4t5y6u7i8o9p q2q3q q2q3q4q q2q3q4q5q q2w3e q2w3e4r q2w3e4r5t
  q2w3e4r5t6y q2w3e4r5t6y7u q2w3e4r5t6y7u8i q2w3e4r5t6y7u8i9o q2w3e4r5t6y7u8i9o0p qa2ws qa2ws3ed qaqaqa qarglr qawsed qawsedrf qawsedrftg
  qay2wsx qaywsx qaz!qaz qaz123wsx qaz1qaz qaz2w qaz2wsx qaz2wsx3e qaz2wsx3edc qaz2wsx3edc4rfv qaz@wsx qazedc qazplm qazqaz qazqazqaz
  qazse qazwsxed qazwsxedcrfv qazwsxedcrfvtgb qazxc qazxcv qazxsw qazxsw23edc qazxswedc qazxswedcvfr qazzaq qdlqb49js qdujvyg5sxa
  qh6xl1p9xj qiciqdp qpalzm qpwoeiruty qq18ww qqqq qqqqq qqqqqq qqqqqqq qqqqqqqq qqqqqqqqqq qqqwww qqww qqwwee qti7zxh18u quadro quake
  quality quantum quartz quattro quebec queen queenbee queenie queens quentin question qugrqfo quicksilver quiksilver quincy qw12qw qw23er
  qw23we qw34er qw3rty qwarty qwas qwaszx qwe123asd qwe123qwe qwe1asd qwedsa qwedsazxc qweewq qwegta qweqwe qweqweqwe qwer qwerasdf
  qwerasdfzxcv qwerf qwerfdsa qwerpoiu qwerqwer qwerrewq qwert qwertasdfg qwertqwert qwertyasd qwertyasdfgh qwertyu qwertyui qwertyuio
  qwertyytrewq qwertzu qwertzui qwezxc qwqwqw qwqwqwqw qyahzn r1cd38d r2d2c3po r4e3w2q r968ji9ufj r9lw4j8khx rabat rabbit rabbits rabota
  racecar racer racerx rachael rachel rachelle rachid racing racoon radeon radhika radical radio radiohead raduga rafael rafaela raffaele
  raffaella ragnarok rahasia rahman rahul raiden raider raiders raiderz railroad rain rainbows raindrop rainman raistlin rajendra rajesh
  rajkumar rakaii rakesh raleigh ralph raluca ramazan rambler rambo ramesh ramirez ramiro rammstein ramon ramona ramones rampage ramram
  ramses ramsey rancid randall random randy randyorton ranetki range ranger rangerover rangers ranjan raphael rapper raprap raptor rapture
  raquel rascal rasengan rashad rasheed rashid rashmi rasmus raspberry rasputin rasta rastafari rastaman raven ravens rawr rayman raymond
  rayray raziel razjel razor razvan rb26dett rbhbkk rbotmvz rctybz rdfhnbhf rdukv46x reader reading ready2go reagan real realestate
  reality really realnigga realtor reaper reason rebeca rebecca rebekah rebel rebelde rebels reborn rebound record recovery redab redalert
  redbone redbull redcar reddevil reddog reddragon redemption redfish redfox redhat redhead redhorse redhot redline redman redneck redred
  redrose redroses redrum redskins redsox redstar redwine redwings redwood reebok reefer reese reflex reggae reggie regina reginald regine
  register reglisse rehbwf reilly rejoice reliance reload reloaded remember rememberme remington remo1d72a remote renata renate renato
  renault rencontre renee renegade reno renren rental renuka requiem rereirf rerere rescue research reset resetme reshma resident
  residentevil resing respect restart resume retard retired reuben reunion revelation revenge reveur revolution revolver rewq reyes
  reynaldo reynolds rfgecnf rfhbyf rfhfgep rfhfvtkmrf rfhfylfi rfhnjirf rfnif rfnirf rfnthbyf rfntymrf rfrfirf rfrnec rfv5tgb rfvfcenhf
  rhbcnbyf rhfcfdbwf rhfcjnf rhfcjnrf rhiannon rhinos rhjkbr rhjrjlbk rhodan rhonda ricardo riccardo rich richard richards richardson
  richie richmond rick ricky riddick rihanna riley ringo ripcurl ripley ripper rita rivera riverplate rivers riverside rjhjdf rjhjkm
  rjhjktdf rjitxrf rjntyjr rjs1la2qe rjs1la7qe rjs5la8qe rjyatnrf rjycnfynby rjynfrn rksk rktjgfnhf roadkill roadking roadrunner roanne
  robbie roberta roberto roberts robin robinho robinhood robinson robocop robot robotech robotics rocco rochelle rochester rock
  rockandroll rocker rockers rocket rocketman rockets rockey rockford rockie rockman rocknroll rockon rocks rockstar rocky rockyou rodeo
  roderick rodina rodney rodolfo rodrigo rodrigues rodriguez rogelio roger rogers roland rolando roller rollin rolltide roma romain roman
  romana romance romane romania romano romans romantic romario romaroma romashka romeo romero romina rommel romy ronald ronaldinho ronaldo
  ronnie ronron rookie rooney rooster rootbeer roro rosa rosales rosalia rosalie rosalinda rosanna rosaria rosario rosco roscoe rose
  roseann rosebud rosemarie rosemary roserose roses roshan rosie rosita rossella rossi roswell rotten rotterdam rough route rover rovers
  rowdy rowena roxana roxane roxanne roxie roxy royal royals rrrrrr rsavoy rtyuehe rubber rubberduck ruben ruby rudeboy rudolf rudy rufus
  rugby rugrats ruler runescape runner running rupert ruqueb rush ruslan russel russell russia russian rustam rusty ruth ruthie ryan
  ryjgrf s0ccer s3t4p s43pth5aea s8ylpe9jdpvym sabbath sabina sabine sable sabrina sacha sachin sacramento sacred saddam sadie sadsad
  safari safety saffron sagitario sagitarius sahabat sahara saibaba saigon sailboat sailing sailor sailormoon saint saints sairam saitou
  sakura salam salamanca salamander salamandra salami salasana salazar salem salerno sales salima salinas sally salman salmankhan salmon
  salome salomon salope salsa salut salvador salvation salvatore samanta samantha samara sameer samiam samir samira sammi sammie sammy
  sampdoria sample sampson samsam samsara samson samsun samtron samuel samuele sanandreas sanane sanchez sancho sandberg sandeep sander
  sanders sandhya sandie sandiego sandman sandoval sandra sandrine sandro sandwich sandy sangeeta sangeetha sanjana sanjay sanjeev sanjose
  sanjuan sansan santa santacruz santafe santamaria santana santhosh santino santos santosh saopaulo saphire sapphire sara sarah sarajevo
  sarasara saraswati saratoga sardegna saretta sarina sarita sasa sasasa sasasasa sascha sasha sashka sasin saskia sassi sassie sassy
  sassygirl sasuke satan satana satanas satellite sathya satish satnam satsuki saturn satyam saurabh sauron sausage sausages savage
  savanna savannah saveme savior saviour sawyer saxophone sayang sayangku scamper scania scanner scarface scarlet scarlett schalke schatz
  schatzi scheisse schnecke schneider schokolade school schule schumacher schumi science scooby scoobydoo scooter scorpio scorpion
  scorpione scorpions scotch scotland scott scottie scotty scout scrabble scrappy scratch scream screen scruffy scuba scully scvmofas
  sdf7asdf6asdg8df sdfsdf sdream seagull seahawks seahorse seaman seamus sean seanpaul search season seatleon seattle sebastien second
  secrets secure sedona seeker seigneur seinfeld sekret select selena selenagome selene selina semangat semarang seminole seminoles
  semperfi senator seneca senegal senior seniseviyorum sensei sentinel sentnece sephiroth sepultura serafina serdar serega serena
  serendipity serenity sergei sergej sergey sergio serious serkan serpent serrano serseri service services servus sesame sestra seven
  seventeen severine sevgilim sexbomb sexe sexii sexsex sexsexsex sextrime sexual sexxxy sexxy sexy4life sexy4u sexyass sexybabe sexybaby
  sexyback sexybeast sexybitch sexyblack sexyboy sexychick sexygirl sexygurl sexylady sexylove sexymama sexyman sexyme sexyred sexysexy
  sf49ers shad0w shadows shady shaggy shaheen shahid shahrukh shaina shakespeare shakira shakur shalini shalom shaman shampoo shamrock
  shandy shane shaney shanghai shania shanice shankar shanna shannon shanti shaolin sharingan shark sharks sharky sharma sharon sharp
  sharpie shasha shashank shashi shasta shaun shauna shawn shawna shawty shayla shayna shayne shayshay shazam shearer sheba sheeba sheena
  sheetal sheffield sheila shelby sheldon shell shelley shelly shepherd sheridan sheriff sherlock sherman sherri sherry sherwin sherwood
  sheryl sheshe shevchenko shibby shiela shiloh shilpa shinigami shinobi shirley shit shitface shithead shitshit shitty shiva shivam
  shivani shmily shoes shogun shooter shopper shopping short shortie shorty shotgun shotokan showme showtime shreya shrimp shriram shruti
  shubham shurik shutup shweta sicilia sidekick sidney siemens sienna sierra sig53num sigma silence silent silkroad silly silvana
  silverado silvia silvio simba simmons simon simona simone simple simpleplan simpson simpsons simran simsim simson sinaloa sinatra sinbad
  sincere sinclair sindhu singapore singer singh singing single sinister sinned sinner siobhan sipfhair sirena sirius sissy sister sisters
  sithlord sixers sixsix sixteen sixty sk84life sk8board sk8erboi sk8erboy sk8ers sk8ordie sk8ter ska02ska skank skate skate4life
  skateboard skateordie skater skaterboy skaterdude skating skeeter skeleton skidoo skiffy skiing skillet skinhead skinner skinny skipper
  skippy skittles skolko skorpion skyblue skyhawk skylar skyler skyline skyliner skywalker slacker slamdunk slapshot slash slave slavik
  slayer sleepy slick slider slimjim slimshady slinky slipknot slonik slovensko slunicko slut smackdown smallville smart smarties smarty
  smashing smb0512bz smelly smile smile4me smiles smiley smirnoff smirnov smirnova smith smitty smoke smoker smokeweed smokey smokie
  smokin smoking smooth smudge sn00py snake snakes snapper snapple snatch sneakers sneaky snickers sniper snooker snoop snoopdog snoopdogg
  snoopy snorre snow snowball snowboard snowflake snowie snowman snowwhite snowy snuffy snuggles sobaka social socks socorro socrate
  socrates sodapop softball software sojdlg123aljg sokolov sokolova solange solaris soldat soledad soleil soleluna solidsnake solitario
  solitude solnce solnishko solo solomon soloyo solrac solution somanypickles somebody someday someone somerset sommer sonali sonata
  songbird songoku sonia sonics sonicx sonnenschein sonny sonoio sony sonyericsson sonysony sonyvaio sooner sooners sophia sophie soprano
  soraya soso soukayna soulfly soulja souljaboy soulmate souris sousou south southern southpark southpole southside southwest sowhat space
  spaceman spaghetti spam spanish spanky sparkle sparkles sparks sparky sparrow sparta spartacus spartak spartan spartans speak2me speaker
  spears special specialk spectrum speed speedo speedway speedy spencer speranza spez sphinx spice spider spidey spike spiker spikes
  spikey spinner spionin spirit spitfire spitsy splash splendid splinter spoiled spolana sponge spongebob spooky sport sporting sports
  sporty spotty springer sprint sprinter sprite spunky spurs sputnik spyder squall square squash squirrel squirt sr20det srikanth srilanka
  srinivas sriram ss563563ss ssss sssss ssssss sssssss ssssssss ssssssssss ssyu stacey stacie stacy stalin stalker stallion standard
  stanford stani stanislav stanley staples star starbuck starbucks starburst starcraft stardust staredobre starfire starfish stargate
  stargazer stargirl starr starry stars starship starstar start startfinding startrek starwar starwarsfan stasik static station status
  stayout stealth steaua steele steelers stefan stefangreil stefania stefanie stefano steffen steffi steflio stella stellina step stepan
  steph stephan stephane stephanie stephen stereo sterling sternchen sterva steve steven stevens stevie stewart stewie sticky stigmata
  stimpy stinger stingray stinker stinky stitch stolen stone stonecold stoned stoner stones stoney stormy strange stranger stratfor
  stratocaster stratus strawberry street strength stress stretch strider strike striker strings stripes strong stronger stronzo stryker
  stuart student studio stuff stumpy stunna stunner stunt stupid stuttgart subaru sublime subway subzero succes success successful sucesso
  sucker suckit suckme suckmydick sugar sugarbear suicide sukses sullivan sultan summit sundance sunderland sunfire sunflower sunita
  sunlight sunny sunnyday sunrise sunset sunsh1ne supa superboy superduper superfly supergirl superhero superior supermanboy supermario
  supernatural supernova supersonic superstar supervisor superwoman support supreme surabaya surena sureno surenos suresh surethang surf
  surfer surfing surprise surside survivor susan susana susanna susanne sushi sushma susie suslik suzanne suzuki sverige sveta svetik
  svetlana svoboda swagger swallow swampfire swapna swatch swathi sweden sweet sweetangel sweetgirl sweetheart sweethome sweetie
  sweetiepie sweetlove sweetness sweetpea sweets sweety swetha swimmer swimming swinger sword swords sydney sylvain sylvester sylvia
  sylvie syncmaster synergy syqo15hil syracuse sz9kqcctwy szczurek tabby tabitha taco tacobell tacoma tadpole taekwondo taffy tahiti
  taishan taiwan tajmahal talent talisman tamahome tamara tamere tammy tamtam tangerine tanginamo tangkai tango tania tanisha tanja tanker
  tanner tantan tanya tanzania tapout tara tarakan tardis target tarheel tarheels tartaruga tarzan tascha tasha tata tatarin tatata
  tatiana tatjana tattoo tatyana tauchen taurus taylor taytay tazman tazmania tbone tdutybq tdutybz teacher team teapot techn9ne technics
  techno technology tecktonik teddy teddybear teenaa teetee teiubesc tekiero tekila tekken telecaster telechargement telecom telefon
  telefono telephone television televizor temitope temp tempest temple temppass tendulkar tenerife tennessee tennis tenshin tenten teodora
  teodoro teonamaria tequila terence teresa teresita tereza terminal terminator terrance terrell terrence terror terry terrys terserah
  tesoro tessa tessie teste testpass tetris texas thailand thalia thankgod thanks thankyou theatre theband thebears thebeast thebeatles
  thebest theboss theboys thecat thecure thedog thedoors thedude theend thegame thegreat thekid theking thelma theman themaster thematrix
  theodore theone theonly theresa therese therock theshit thesims thethe theused thiago thibault thieric thierry thinking thirteen
  thisisit thisisme thissucks thizz thompson thomson three threekids thriller thug4life thuglife thumper thunderbird tiamo tianya tiburon
  tichuots ticket tictac tiesto tiffany tigerlily tigers tigerwoods tigger tigres tigrou tilly timber timberlake timberland time timepass
  timmy timothy timoxa timtim tina tingting tink tinker tinkerbel tinkerbell tinkle tinman tintin tipper tippy titan titanic titanium
  titans titeuf titi titine titleist tits titties tiziana tkbpfdtnf tkfkdgo tl281188t tmnet tmvlzj tnk0mk16vx toaster tobias toby today
  todd toffee together toilet tokiohotel toledo tolkien tolulope tomas tomate tomato tomboy tombrady tomcat tomek tommaso tommie tommy
  tommyboy tomorrow tomtom toni tonino tonton tony tonya tonyhawk toonarmy tootie tootsie topbull topbutton topcat topdog topgun topher
  topolino topper toriamos torino tornado toronto torpedo torrent torres tortoise tortue tortuga toshiba total total12scherz toto totoro
  tototo tottenham totti toulouse toutou trabajo trabalho tracer tracey track tracker trackstar tractor tracy traffic trainer training
  trains traktor tralala trance trandafir transam transforme transformers transit transport trapdoor trapper travail travel traveler
  travis treasure trebor tree treefrog treehill treehouse treflip treguier trent trenton tresd tresor treu trevor trfnthbyf trial triangle
  tribal tricia trick tricky tricolor trident triforce trigger trigun trina trinidad trinitron trinity triple tripleh triplets tripper
  trisha triskelion tristan tristen triton triumph trivium trixie trojan trojans trololo trombone tronwell trooper tropical trouble troy
  truck trucker trucks trueblue truelove truman trumpet trunks trust truth tryagain tsunami ttd955audg tttt tttttt tuangbi tucker tudelft
  tujhrf tulipan tulipe tulips tunafish tundra tuning tunisie tupac tuputamadre turbo turkey turner turtle turtles tuxedo tweety
  tweetybird twelve twenty twiggy twilight twingo twinkie twinkle twins twisted twister twiztid ty2t1hv3oc tycoon tyler typhoon tyrael
  tyrone tyson tytyty tyuiop tzir25l5kn u1v7hhh7ef u38fa u83xu3u u8t6e uchenna uchiha ufkbyf uganda ugd5hip2j uhfaabnb uhfybn uiopy
  ukflbfnjh ukraine ulises ulisse ultima ultimate ultras ulysse umbrella undead under undercover underdog underground underoath undertaker
  underworld unforgiven unicorn unicorns unique united univers2l universal universe university universo unknown unlimited unlock unreal
  uphill upperd uqa9ebw uranus urmom ursula usarmy usdopaa username usher utopia uuuuuu uvgx8f uzp9jek3f uzumaki uzumymw v21wbgad
  v7upjw3nt vacances vacation vader vadim vaffanculo vagina vaibhav vaishali vale valentin valentine valentino valera valeri valeria
  valerie valerio valeriya valery valhalla valkyrie valley vampir vampire vampires vampiro vancouver vandana vanesa vanessa vanhalen
  vanilla vanille vargas varsha varvara vascorossi vasilisa vasiliy vaughn vauxhall vbienrf vbifyz vbkfirf vectra vegas vegeta vehpbr
  velocity velvet vendetta venera venezia venice venkat venom ventura venus vera verbatim vergessen vergeten veri veritas verizon vermont
  vernon verona veronica veronika veronique versace vertigo vfcnth vfczyz vfhbirf vfhbjk vfhbyf vfhbyjxrf vfhecz vfhnsirf vfhufhbnf
  vfhujif vfibyf vfitymrf vfkbyf vfksirf vfndtq vfntvfnbrf vfrcbv vfrcbvrf vfvekz vfvf vfvfgfgf vfvfvfvf vfvjxrf viagra vicecity vicente
  vickie vicky victoire victor victoria victory video vienna vietnam viewsonic vijay vijaya vika viking vikings vikram viktor viktoria
  viktoriya villa village villanueva villevalo vince vincent vincenzo vinicius vinnie vintage viola violet violeta violetta violette
  violin viper vipers viphv5j virgil virgin virginia virginie virgo viriato virtual virtue virus vishal vishnu vision vitalik vitaliy
  vitamin vitor vitoria vittoria vittorio vivian viviana viviane vivien vjcrdf vjkjrj vjqgfhjkm vkontakte vlad vladik vladimir vladislav
  vodafone vodka voetbal voiture volcano volcom volimte volkova volkswagen volley volleyball voltaire volume volvo voodoo vortex vova
  voyage voyager vqsablpzla vrbgqns vuc7neyu vulcan vvvvvv w1975a w1976a w1977a w1978a w1979a w1980a w1981a w1982a w1983a w1984a w1985a
  w1986a w1987a w1988a w1989a w1990a w1991a w1aubvoq w3e4r w3e4r5t w5tn36alfw w5txn36alfw w66yrybgra w8woord waffle waffles wagner
  waheguru walalang waldiw walker walkman wallace walle walleye wally walmart walnut walrus walter wanda wang wangyut wanker wanrltw
  wanted warcraft wareagle warhammer warlock warlord warner warning warren warriors warszawa wasabi wasdwasd washburn washington wasser
  wassup wasted waswas water waterboy waterfall waterloo waterman watermelon waterpolo waters watever watson wayne wazzup wdtnjr wdtnjxtr
  wealth weare weasel weather weaver webber webcam webhompass webhost webmaster webster wedding weed weedman weekend weenie weewee weezer
  weezy weiwei welder welkom wellington wendell wendy wenoob werder werewolf werner werock weronika wersdf wert werter werty wertyu wertzu
  werwer wesley west westcoast western westham westlife weston westside westwood wetpussy wewewe weyersheim what whatsup whatthefuck
  whatthezor whatup whatwhat wheeler wheels whiskers whiskey whisky whisper whistler white whiteboy whitesox whitetiger whitey whitney
  whoami whoareyou whocares whoknows whore whynot wiccan wicked widget wifey wiggles wigolf wiktoria wilbur wildcat wildcats wildchild
  wildfire wildman wildthing wildwood wilfried will willem williams willie willis willow willy wilma wilson winchester windmill window
  windowsxp windsor windsurf winmx winner winners winnie winston winwin winxclub wisconsin wisdom wiseman wishbone woaini woaiwojia wojtek
  wolf wolfgang wolfie wolfman wolfpack wolverine wolves wombat women wonder wonderful wonderland wonderwoman woodland woodstock woody
  woofer woofwoof woohoo wookie word wordlife wordpass work working world worship woshishui woshiyazi wowwow wpcakir wrangler wrasloco
  wrestle wrestler wrestling wright wrigley writer wsbe279qsg wsx3edc wsxedc wsxzaq wubin wutang wwww wwwwww wwwwwww wwwwwwww wxcvbn wyatt
  wyoming x1cjdsb9p x3luym2mmj x4ivyga51f x7t5xbke x99qomx xanadu xander xantria xavier xaxaxa xblhintb9w xbonesx xbox xboxlive xdqwerty
  xfgs3ii9d xfiles xiang xiaoxiao xige ximena xlsl xoxoxo xred xsw21qaz xt97794xt xtreme xtseo2011tdx xxxx xxxxx xxxxxx xxxxxxx xxxxxxxx
  xxxxxxxxxx y6p67ftrqj yaallah yagjecc yahoo yahoocom yahoomail yahooo yahweh yamahar yamato yancai yandex yandi yangyang yankee yankees
  yanks yannick yanyan yaoiisgrand yaroslav yasemin yasmin yasmina yasmine yassine yayaya ybccfy ybrbnf ybrjkfq yeah yeahbaby yeahyeah
  yellowcard yemi yesenia yeshua yesterday yesyes yfcnif yfcntyf yfcntymrf yfcnz yfdbufnjh yfhenj yfnfif yfnfirf yfnfkb yfnfkmz yggdrasil
  yjdsqgfhjkm yogesh yogibear yolanda yolo yomama yomamma yomisma yomismo yomomma yop7s yorkie yosemite yoshi youandme youbye youknow
  young youngmoney youporn yourgay yourmom youssef yousuck youyou yoyo yoyoyo yoyoyoyo ytrewq ytreza yu5l97wk8q yuantuo yugioh yuliya
  yummy yumyum yvette yvonne yxcvbnm yyyyyy z1x2c z1x2c3v z1x2c3v4b z2x3c z2x3c4v z2x3c4v5b zacatecas zacefron zach zachary zack zag12wsx
  zainab zakaria zalupa zamora zander zanzibar zapata zaq12wsx zaq1xsw zaq1xsw2cde zaq1zaq zaqwsx zaqwsxcde zaqxsw zaqxswcde zaqzaq
  zaragoza zaraza zarina zasada zavilov zaxscd zazaza zbychlas zebra zebulon zenith zephyr zeppelin zero zerocool zerozero zesh zeus
  zeynep zhang zhjckfd zhou zidane ziggy zigzag zildjian zimbabwe zimmer zipper zippy zlatan zn6fpn01n zn6fpn01x zodiac zoey zoloto zombie
  zombies zoomzoom zoosk zooyork zorro zouzou zsazsa zvezda zwickau zxasqw zxc123zxc zxcasd zxcasdqwe zxccxz zxcv zxcvasdf zxcvb zxcvzxcv
  zxczxc zxczxczxc zxzxzx zyjxrf zz8807zpl zzzxxx zzzz zzzzz zzzzzz zzzzzzz zzzzzzzz zzzzzzzzzz 000000000000 010203040506 102030405060
  111111111111 111111111111111 112233445566 123123123123 123321123321 123456123456 123456654321 1234567890-= 123456789000
  12345678900987654321 1234567890123 12345678901234567890 1234567890987654321 1234567891011 123456789101112 123456789123 123456789123456
  1234567891234567 123456789123456789 12345678987654321 123456789987654321 123456789abc 123456789asd 123456789qaz 123456789qwe
  159753159753 abc123456789
  `
    .trim()
    .split(/\s+/),
);
