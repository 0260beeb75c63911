import { parentPort, workerData } from 'node:worker_threads';
import { fitOnAllRows, validateFold } from '#core/training/training-job.ts';
import { failureOf, type ThreadAnswer, type ThreadRequest, type ThreadSetup } from './thread-messages.ts';
import { threadTeam } from './thread-team.ts';

// Entry of a training thread: it answers one request after another until it is ended from outside.
const { data, seat }: ThreadSetup = workerData;
const team = threadTeam(seat);

parentPort!.on('message', (request: ThreadRequest) => {
  try {
    parentPort!.postMessage(answerTo(request));
  } catch (error) {
    parentPort!.postMessage({ kind: 'failed', failure: failureOf(error) } satisfies ThreadAnswer);
  }
});

function answerTo(request: ThreadRequest): ThreadAnswer {
  if (request.kind === 'validate-fold') {
    return { kind: 'validated', fold: validateFold(data, request.job, () => performance.now()) };
  }
  const model = fitOnAllRows(data, request.candidate, team);
  return { kind: 'fitted', model: seat.rank === 0 ? model : undefined };
}
