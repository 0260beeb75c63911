import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { trainingMinutes } from './training-duration.ts';
import { rowsInMemory } from './training-memory.ts';
import { tableShape } from './training-size.ts';

/** Where a run is trained, and why there, in one sentence for people. */
export interface TrainingPlace {
  readonly place: 'function' | 'task';
  readonly reason: string;
}

/** Half of the 15 minutes that a function has. */
const MOST_FUNCTION_MINUTES = 7.5;

/**
 * Whether the function that asks can train on a run, all its labelled customers together, or a task has to: where the
 * function's memory or time is too short, or the schema wants a task from fewer rows on.
 * @param machine The function's.
 */
export function trainingPlace(
  profile: FeatureProfile,
  schema: SchemaDocument,
  { memoryMib, threads }: { readonly memoryMib: number; readonly threads: number },
): TrainingPlace {
  const { labelled } = profile;
  const shape = tableShape(profile, schema);
  const asked = schema.training?.taskFromRows;
  if (asked !== undefined && labelled >= asked) {
    return inTask(`The schema wants a task from ${asked} labelled customers on, and there are ${labelled}.`);
  }
  const mostRows = rowsInMemory(memoryMib, shape, threads);
  if (labelled > mostRows) {
    return inTask(`${labelled} labelled customers are more than the ${mostRows} that ${memoryMib} MiB hold.`);
  }
  const minutes = trainingMinutes(profile, shape, schema);
  if (minutes > MOST_FUNCTION_MINUTES) {
    return inTask(`Training on ${labelled} customers may take a function ${minutes.toFixed(0)} minutes.`);
  }
  return { place: 'function', reason: `${labelled} labelled customers fit into the function.` };
}

function inTask(reason: string): TrainingPlace {
  return { place: 'task', reason };
}
