const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LETTER_COUNT = 5;
const DIGIT_COUNT = 4;

/** How many ids there are: four digits and five letters. */
export const CUSTOMER_ID_COUNT = 10 ** DIGIT_COUNT * LETTERS.length ** LETTER_COUNT;

/** Odd and divisible by neither 5 nor 13, so that steps of it visit every id before one comes again. */
const STEP = 73_430_941_127;

/** An endless walk over ids such as `7590-VHVEG`, none twice in CUSTOMER_ID_COUNT; `start` is any whole number ≥ 0. */
export function* customerIds(start: number): Generator<string, never, undefined> {
  let position = start % CUSTOMER_ID_COUNT;
  for (;;) {
    yield customerIdAt(position);
    position = (position + STEP) % CUSTOMER_ID_COUNT;
  }
}

function customerIdAt(position: number): string {
  let rest = position;
  let letters = '';
  for (let index = 0; index < LETTER_COUNT; index++) {
    letters += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return `${String(rest).padStart(DIGIT_COUNT, '0')}-${letters}`;
}
