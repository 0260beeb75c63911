/** What some work gave and how long it took. */
export interface Timed<Result> {
  readonly result: Result;
  readonly ms: number;
}

/** Times synchronous work by the wall clock. */
export function timed<Result>(work: () => Result): Timed<Result> {
  const startMs = performance.now();
  const result = work();
  return { result, ms: performance.now() - startMs };
}

/** Times work by the wall clock until its promise is fulfilled. */
export async function timedAsync<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const startMs = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startMs };
}

/**
 * Lets contestants run by turns (a, b, a, b …), so that whatever else the machine does meets all of them alike.
 * @returns For each contestant what its runs gave, in their order.
 */
export async function inTurns<Result>(
  contestants: readonly (() => Promise<Result>)[],
  runs: number,
): Promise<Result[][]> {
  const results: Result[][] = contestants.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, contestant] of contestants.entries()) results[index]!.push(await contestant());
  }
  return results;
}
