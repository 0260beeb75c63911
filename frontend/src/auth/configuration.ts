import { fits, object, text } from '../api/shape.ts';
import { SignInError } from './sign-in-error.ts';

/** Where and as whom this deployment's dashboard signs people in. */
export interface SignInConfiguration {
  /** Where the sign-in page sends people back to; ends with a slash. */
  readonly dashboardUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  /** With spaces between them. */
  readonly scope: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly signOutEndpoint: string;
}

const configurationShape = object<SignInConfiguration>({
  dashboardUrl: text,
  issuer: text,
  clientId: text,
  scope: text,
  authorizationEndpoint: text,
  tokenEndpoint: text,
  revocationEndpoint: text,
  signOutEndpoint: text,
});

/** Reads the file that every deployment writes beside the page. @throws SignInError where it is not there or not whole */
export async function readConfiguration(): Promise<SignInConfiguration> {
  let document: unknown;
  try {
    const response = await fetch('/config.json', { cache: 'no-cache' });
    document = await response.json();
  } catch (cause) {
    throw new SignInError('The dashboard’s settings could not be loaded.', { cause });
  }
  if (fits(document, configurationShape)) return document;
  throw new SignInError('The dashboard’s settings are not whole; it has to be deployed again.');
}
