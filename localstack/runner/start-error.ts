/** Something a person can mend; the message says what, in one line or with the output of a program below it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
