/** The words of the page to sign in. */

import { pageWords } from '../../i18n/words.ts';

export const useSignInWords = pageWords(
  {
    title: 'Sign in',
    name: 'Name',
    password: 'Password',
    go: 'Sign in',
    or: 'or',
    passkey: 'Sign in with a passkey',
    ended: 'The session has ended. Sign in again, and you are back where you were.',
    endedAct:
      'The session has ended, so what you just pressed was not done: nothing was sent, closed or changed by it. Sign in again, and you are back where you were.',
    chosen: (name: string) => `The password of ${name} is chosen. Sign in with it.`,
    second: 'Second factor',
    secondText: (name: string) => `${name}, prove that it is you.`,
    enrol: 'A second factor is needed',
    enrolText: 'Your role may stop and start trading, so a password alone does not open it. Add an authenticator or a passkey.',
    codes: 'Keep your recovery codes',
    code: 'Choose a password',
    codeText: 'With the one-time code of an invitation, or of a forgotten password.',
    codeField: 'One-time code',
    codeGo: 'Choose this password',
    haveCode: 'I have a one-time code',
    back: 'Back to signing in',
    other: 'Sign in as somebody else',
    none: 'No owner yet',
    noneText: 'Nobody can sign in before there is an owner. Open the set-up with the link that Atalaya printed when it started.',
    toSetup: 'Open the set-up',
    lostPhone: 'Lost your phone?',
    lostPhoneText:
      'Give one of your ten recovery codes as the second factor. Without them, whoever manages the users can take the factors away, or on the host:',
    lockedOut: 'Locked out, or password forgotten?',
    lockedOutText:
      'A lock ends by itself, at the latest after 15 minutes. Whoever manages the users makes a one-time code; on the host itself:',
    yourName: 'NAME',
  },
  {
    title: 'Iniciar sesión',
    name: 'Nombre',
    password: 'Contraseña',
    go: 'Entrar',
    or: 'o',
    passkey: 'Entrar con una clave de acceso',
    ended: 'La sesión ha terminado. Entra otra vez y volverás adonde estabas.',
    endedAct:
      'La sesión ha terminado, así que lo que acabas de pulsar no se ha hecho: no ha enviado, cerrado ni cambiado nada. Entra otra vez y volverás adonde estabas.',
    chosen: (name: string) => `La contraseña de ${name} está elegida. Entra con ella.`,
    second: 'Segundo factor',
    secondText: (name: string) => `${name}, demuestra que eres tú.`,
    enrol: 'Hace falta un segundo factor',
    enrolText:
      'Tu papel puede parar y poner en marcha la operativa, así que no basta una contraseña. Añade un autenticador o una clave de acceso.',
    codes: 'Guarda tus códigos de recuperación',
    code: 'Elegir una contraseña',
    codeText: 'Con el código de un solo uso de una invitación o de una contraseña olvidada.',
    codeField: 'Código de un solo uso',
    codeGo: 'Elegir esta contraseña',
    haveCode: 'Tengo un código de un solo uso',
    back: 'Volver a la entrada',
    other: 'Entrar como otra persona',
    none: 'Todavía no hay dueño',
    noneText: 'Nadie puede entrar antes de que haya un dueño. Abre la puesta en marcha con el enlace que Atalaya imprimió al arrancar.',
    toSetup: 'Abrir la puesta en marcha',
    lostPhone: '¿Has perdido el móvil?',
    lostPhoneText:
      'Da uno de tus diez códigos de recuperación como segundo factor. Si no los tienes, quien gestiona los usuarios puede quitar los factores, o en el propio equipo:',
    lockedOut: '¿Bloqueado, o contraseña olvidada?',
    lockedOutText:
      'Un bloqueo termina solo, a más tardar en 15 minutos. Quien gestiona los usuarios da un código de un solo uso; en el propio equipo:',
    yourName: 'NOMBRE',
  },
);
