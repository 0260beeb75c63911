import { predictAnswerSchema } from '#core/api/predict-contract.ts';

/** Each so many-th body is read as a whole; it costs the one who loads as much as sending does. */
const READ_EVERY = 16;

/** A check that a body answers for one customer: its beginning of all bodies, the whole of one in sixteen. */
export function answersOneCustomer(): (body: string) => boolean {
  let bodies = 0;
  return (body) => {
    if (bodies++ % READ_EVERY !== 0) return body.startsWith('{"modelVersion":"') && body.endsWith('}]}');
    const { data } = predictAnswerSchema.safeParse(parsed(body));
    return data?.predictions.length === 1 && (data.predictions[0]?.reasons.length ?? 0) > 0;
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
