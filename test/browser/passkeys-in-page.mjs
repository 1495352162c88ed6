// Runs inside the page: what the panel does to ask the server, and to have the browser make and use a passkey.

/** An act as the panel sends it, with the readable token beside the cookie. */
export async function askInPage({ method, path, body }) {
  const token = /atalaya_csrf\w*=([\w-]+)/.exec(document.cookie)?.[1] ?? '';
  const response = await fetch(path, {
    method,
    headers: { 'x-csrf-token': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

export async function createInPage(options) {
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return credential.toJSON();
}

export async function signInPage(options) {
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return credential.toJSON();
}
