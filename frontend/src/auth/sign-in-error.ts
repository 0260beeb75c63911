/** A sign-in that cannot go on; its message is for the person. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}
