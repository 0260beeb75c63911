import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { ChurnError } from '#core/errors.ts';
import type { Team } from '#core/learners/team.ts';

/** What a thread needs to be a member of a team. */
export interface TeamSeat {
  readonly rank: number;
  /** By rank, a port to every other member; null at the member's own place. */
  readonly ports: readonly (MessagePort | null)[];
  /** Memory of the barrier, the same for all members; zero at first. */
  readonly barrier: SharedArrayBuffer;
}

/** Bytes of the barrier: how many have arrived, and how often all have. */
export const BARRIER_BYTES = 2 * Int32Array.BYTES_PER_ELEMENT;
const [ARRIVED, TURN] = [0, 1];
/** Looks at the barrier before a thread is put to sleep, which costs more than most waits last. */
const SPINS = 2000;

/** A team of threads: they meet in shared memory and send each other what is not in it. */
export function threadTeam({ rank, ports, barrier }: TeamSeat): Team {
  const state = new Int32Array(barrier);
  const size = ports.length;
  const team: Team = {
    size,
    rank,
    barrier: () => meet(state, size),
    gather(mine) {
      for (const port of ports) port?.postMessage(mine);
      meet(state, size);
      return ports.map((port) => (port === null ? mine : receivedFrom(port)));
    },
    sharedMemory(bytes) {
      const memory = rank === 0 ? new SharedArrayBuffer(bytes) : undefined;
      return team.gather(memory)[0]!;
    },
  };
  return team;
}

/** The last one to arrive lets all others go. */
function meet(state: Int32Array<SharedArrayBuffer>, size: number): void {
  const turn = Atomics.load(state, TURN);
  if (Atomics.add(state, ARRIVED, 1) === size - 1) {
    Atomics.store(state, ARRIVED, 0);
    Atomics.add(state, TURN, 1);
    Atomics.notify(state, TURN);
    return;
  }
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(state, TURN) !== turn) return;
  while (Atomics.load(state, TURN) === turn) Atomics.wait(state, TURN, turn);
}

/** Every member posted before the barrier was passed, so the message is there. */
function receivedFrom<Value>(port: MessagePort): Value {
  const received: { message: Value } | undefined = receiveMessageOnPort(port);
  if (received === undefined) {
    throw new ChurnError(
      'TEAM_OUT_OF_STEP',
      'A member of the team of threads did not send what the others wait for.',
    );
  }
  return received.message;
}
