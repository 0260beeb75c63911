import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import * as z from 'zod';
import type { LocalStack } from './local-stack.ts';

const keysSchema = z.object({ signingKey: z.looseObject({ kid: z.string() }), clientKey: z.string() });

/** What a token says, without a look at its signature. */
export const claimsOf = (token: string): JWTPayload =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

/** Makes tokens, good and forged ones, with what a stack's user pool keeps to itself. */
export class PoolTokens {
  /** A good one, with every scope. */
  readonly token: string;
  readonly #keys: z.infer<typeof keysSchema>;

  constructor(stack: LocalStack) {
    const file = join(stack.stateDirectory, 'cognito/keys.json');
    this.#keys = keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    this.token = stack.description.token;
  }

  get clientId(): string {
    return String(claimsOf(this.token).client_id);
  }

  /** Of the client of the good token. */
  get clientSecret(): string {
    return createHmac('sha256', this.#keys.clientKey).update(this.clientId).digest('base64url');
  }

  /** The good token but for these claims, signed with the pool's key or another one. */
  async with(claims: JWTPayload, signingKey: object = this.#keys.signingKey): Promise<string> {
    return new SignJWT({ ...claimsOf(this.token), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.#keys.signingKey.kid })
      .sign(await importJWK({ ...signingKey }, 'RS256'));
  }

  /** The good token as if it needed no signature: with none, and with the one that it had. */
  unsigned(): readonly string[] {
    const [, payload = '', signature = ''] = this.token.split('.');
    const header = part({ alg: 'none', typ: 'JWT' });
    return [`${header}.${payload}.`, `${header}.${payload}.${signature}`];
  }

  /** The good token signed with a text that everybody can read, as if that were a shared secret. */
  signedWithText(text: string): string {
    const [, payload = ''] = this.token.split('.');
    const content = `${part({ alg: 'HS256', kid: this.#keys.signingKey.kid })}.${payload}`;
    return `${content}.${createHmac('sha256', text).update(content).digest('base64url')}`;
  }
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
