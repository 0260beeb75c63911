import type { Team } from '#core/learners/team.ts';

/** Thrown out of a member's work where it would wait for the others. */
const WAITING = Symbol('waiting');

/**
 * Runs the work of every member of a team on one thread, by turns: a member goes on to where it must wait for another,
 * is given up there and begins again at its next turn, with the answers that it has waited for. So the work must do the
 * same each time, and must not read from the shared memory what it adds to there. What is gathered is cloned.
 */
export function runAsTeam<Result>(size: number, work: (team: Team) => Result): Result[] {
  const meetings: unknown[][] = [];
  const memories: ArrayBufferLike[] = [];
  const results: { readonly result: Result }[] = [];
  while (Array.from(results).filter(Boolean).length < size) {
    for (let rank = 0; rank < size; rank++) {
      try {
        results[rank] ??= { result: work(memberOf({ size, rank }, meetings, memories)) };
      } catch (error) {
        if (error !== WAITING) throw error;
      }
    }
  }
  return results.map(({ result }) => result);
}

function memberOf(
  { size, rank }: { readonly size: number; readonly rank: number },
  meetings: unknown[][],
  memories: ArrayBufferLike[],
): Team {
  let [meeting, memory] = [0, 0];
  const gather = <Value>(mine: Value): Value[] => {
    meetings[meeting] ??= [];
    const brought = meetings[meeting++]!;
    brought[rank] ??= { value: structuredClone(mine) };
    if (Array.from(brought).filter(Boolean).length < size) throw WAITING;
    return brought.map((one) => structuredClone((one as { readonly value: Value }).value));
  };
  return {
    size,
    rank,
    gather,
    barrier: () => void gather(undefined),
    sharedMemory(bytes) {
      const index = memory++;
      memories[index] ??= new SharedArrayBuffer(bytes);
      return memories[index];
    },
  };
}
