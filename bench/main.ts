import { ChurnError } from '#core/errors.ts';

/** Each bench is a file of its own, loaded only when it is asked for. */
const benches: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  export: () => import('./export.ts'),
  pipeline: () => import('./pipeline.ts'),
  predict: () => import('./predict.ts'),
  profit: () => import('./profit.ts'),
  reasons: () => import('./reasons.ts'),
  score: () => import('./score.ts'),
  train: () => import('./train.ts'),
};

const USAGE = `usage: npm run bench -- <bench> [options]
  train   --rows N | --file CSV  [--only lr,forest,boosting,wide,cardinality,stage] [--runs 5] [--threads 2]
          [--seed 1] [--no-peers] [--json]
          our fits beside those of scikit-learn and XGBoost, by turns on the same rows (wide and cardinality: made
          tables of min(N, 100000) rows; with --file only if named), and time, memory and quality of the train stage
  export  --rows N  [--seed 1] [--json]
          writing each model as ONNX, loading and running it, and how far it is from the TypeScript predictor
  pipeline --rows N  [--runs 3] [--seed 1] [--no-peers] [--no-training] [--json] [--keep]
          a file through the whole local cloud: each stage's time and memory, rows a second into MySQL, what a run would
          cost on AWS; and cleaning and building features beside pandas (--no-training: only the run without labels,
          scored by a champion of 5,000 other customers; --keep: leave the state folder)
  predict [--seconds 20] [--rows 5000] [--runs 7] [--trees 500] [--seed 1] [--no-learners] [--json]
          /predict under 32 connections through the whole local cloud beside a bare echo, inside its handler with the
          champion and each learner's model, and from a cold start (--runs of them; --trees: of the large forest;
          --no-learners: the champion alone)
  profit  --rows N | --file CSV  [--threads 2] [--seed 1] [--json]
          what contacting each customer by their own worth earns, beside every single threshold, out of fold
  reasons --rows N  [--seed 1] [--json]
          explaining every row by each model: rows a second, and how far base and contributions are from the answer
  score   --rows N  [--model depth1|depth3] [--threads 2] [--runs 5] [--seed 1] [--json]
          from a raw customer file to a probability a row by the model in ONNX: time and memory`;

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
try {
  if (load === undefined)
    throw new ChurnError('ARGUMENT_INVALID', `There is no bench ${JSON.stringify(name)}.`);
  await (await load()).run(args);
} catch (error) {
  if (!isMisuse(error)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
}

/** Errors that the caller of the command can mend. */
function isMisuse(error: unknown): error is Error {
  if (error instanceof ChurnError) return true;
  return error instanceof Error && 'code' in error && /^(ERR_PARSE_ARGS|ENOENT)/.test(String(error.code));
}
