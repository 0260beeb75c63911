import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';

/** An issuer that publishes one RSA key, counts how often it is asked, and signs whatever it is told to. */
export async function testIssuer() {
  const asked: string[] = [];
  let { keyId, privateKey, publicJwk } = await newKey('first');
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    const body = isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [publicJwk] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    asked,
    /** Signs with the present key; `claims` stand over those of a good token. */
    sign: (claims: Readonly<Record<string, unknown>> = {}, header: Partial<JWTHeaderParameters> = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        iss: issuer,
        client_id: 'us',
        iat: now,
        exp: now + 60,
        scope: 'a/read',
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: keyId, ...header })
        .sign(privateKey);
    },
    publicJwk: () => publicJwk,
    rotateKey: async () => {
      ({ keyId, privateKey, publicJwk } = await newKey('second'));
    },
  };
}

async function newKey(keyId: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { keyId, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256' } };
}
