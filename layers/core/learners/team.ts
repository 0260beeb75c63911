/**
 * Threads that fit one model together. Every member runs the same synchronous code over the same table and calls the
 * same methods in the same order; only the rows or trees that a member works on differ by its rank.
 */
export interface Team {
  readonly size: number;
  /** 0 to size − 1. */
  readonly rank: number;
  /** Waits until every member has come here; what they wrote to shared memory before is then seen by all. */
  barrier(): void;
  /** Gives every member the values of all, by rank. They are cloned, save for shared memory. */
  gather<Value>(mine: Value): Value[];
  /** The same zeroed memory for every member. */
  sharedMemory(bytes: number): ArrayBufferLike;
}

/** A thread that fits a model by itself. */
export const ALONE: Team = {
  size: 1,
  rank: 0,
  barrier() {},
  gather: (mine) => [mine],
  sharedMemory: (bytes) => new ArrayBuffer(bytes),
};

/** The part of `count` items that a member works on, of about equal size for all. */
export function partOf(
  { rank, size }: Team,
  count: number,
): { readonly start: number; readonly end: number } {
  return { start: Math.floor((count * rank) / size), end: Math.floor((count * (rank + 1)) / size) };
}

/** The results of `count` pieces of work in their order: each is done by one member and cloned for the others. */
export function sharedOut<Result>(team: Team, count: number, work: (index: number) => Result): Result[] {
  const mine: Result[] = [];
  for (let index = team.rank; index < count; index += team.size) mine.push(work(index));
  const ofMembers = team.gather(mine);
  return Array.from(
    { length: count },
    (_, index) => ofMembers[index % team.size]![Math.floor(index / team.size)]!,
  );
}
