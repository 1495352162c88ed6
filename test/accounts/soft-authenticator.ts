// A passkey made by hand after WebAuthn level 3, sections 6.1 and 6.5: the other side of the ceremonies, without a browser.

import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

export class SoftAuthenticator {
  readonly id = randomBytes(16);
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  counter = 0;
  /** Whether the device asks for a finger or a PIN. */
  verifies = true;

  constructor() {
    ({ privateKey: this.privateKey, publicKey: this.publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  }

  /** What a browser gives for `navigator.credentials.create`. */
  register(challenge: string, origin: string) {
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    // COSE key (RFC 9053, 7.1): {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const length = Buffer.from([0, this.id.length]);
    const data = Buffer.concat([this.authenticatorData(origin, WITH_KEY), Buffer.alloc(16), length, this.id, key]);
    // {"fmt": "none", "attStmt": {}, "authData": data}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ]);
    return this.answer({ attestationObject: attestation.toString('base64url') }, clientData('webauthn.create', challenge, origin));
  }

  /** What a browser gives for `navigator.credentials.get`. */
  sign(challenge: string, origin: string) {
    this.counter++;
    const client = clientData('webauthn.get', challenge, origin);
    const data = this.authenticatorData(origin, 0);
    const signature = createSign('sha256').update(data).update(createHash('sha256').update(client).digest()).sign(this.privateKey);
    return this.answer({ authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') }, client);
  }

  private authenticatorData(origin: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const party = createHash('sha256').update(new URL(origin).hostname).digest();
    return Buffer.concat([party, Buffer.from([PRESENT | (this.verifies ? VERIFIED : 0) | flags]), counter]);
  }

  private answer(response: Record<string, string>, client: Buffer) {
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { ...response, clientDataJSON: client.toString('base64url') },
    };
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
