import { join } from 'node:path';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { JsonLinesProcess } from './json-lines-process.ts';

const versionsSchema = z.object({
  python: z.string(),
  'scikit-learn': z.string(),
  /** null where it is not installed */
  xgboost: z.string().nullable(),
});
export type PeerVersions = z.infer<typeof versionsSchema>;

const fitSchema = z.object({
  encodingMs: z.number(),
  fitMs: z.number(),
  /** Columns of the encoded matrix. */
  width: z.number(),
  rocAuc: z.number().optional(),
});
export type PeerFit = z.infer<typeof fitSchema>;

/** How category codes become a matrix: see table_encodings.py. */
export type PeerEncoding = 'one-hot' | 'ordinal' | 'target-mean';

export interface PeerFitRequest {
  /** A class of scikit-learn or XGBoost that peers.py knows. */
  readonly model: string;
  readonly encoding: PeerEncoding;
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** Whether the ROC-AUC on the test rows is wanted as well. */
  readonly score: boolean;
}

const errorSchema = z.object({ error: z.string() });

/** scikit-learn and XGBoost in one long-lived Python process. */
export class PythonPeers {
  readonly versions: PeerVersions;
  readonly #process: JsonLinesProcess;

  private constructor(versions: PeerVersions, process: JsonLinesProcess) {
    this.versions = versions;
    this.#process = process;
  }

  /** Starts them with so many threads each. @throws ChurnError `PEER_FAILED` */
  static async open(python: string, threads: number): Promise<PythonPeers> {
    const peers = new JsonLinesProcess(python, [join(import.meta.dirname, 'peers.py')], {
      OMP_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONWARNINGS: 'ignore',
    });
    try {
      return new PythonPeers(await answerOf(peers, { do: 'versions' }, versionsSchema), peers);
    } catch (error) {
      await peers.close();
      throw error;
    }
  }

  /** Reads the table of a header written by writeTableFile; later fits are on it. @throws ChurnError `PEER_FAILED` */
  async load(headerPath: string): Promise<void> {
    await answerOf(this.#process, { do: 'load', header: headerPath }, z.object({ rows: z.number() }));
  }

  /** Encodes the training rows and fits on them, each timed by itself. @throws ChurnError `PEER_FAILED` */
  fit(request: PeerFitRequest): Promise<PeerFit> {
    return answerOf(this.#process, { do: 'fit', ...request }, fitSchema);
  }

  /** Ends the process and waits until it is gone. */
  close(): Promise<void> {
    return this.#process.close();
  }
}

async function answerOf<Answer>(
  peers: JsonLinesProcess,
  request: { readonly do: string; readonly [setting: string]: unknown },
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const answer = await peers.ask(request);
  const failed = errorSchema.safeParse(answer);
  if (failed.success)
    throw new ChurnError('PEER_FAILED', `Python could not ${request.do}: ${failed.data.error}`);
  return schema.parse(answer);
}
