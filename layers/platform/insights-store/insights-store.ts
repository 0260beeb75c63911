import type * as z from 'zod';
import type { CustomersQuery } from '#core/api/contract.ts';
import type { GroupTotals, RunInsights, ScoredRow, SegmentTotals } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';

/** What must be known of a run before its first row is written. */
export interface RunRecord {
  readonly runId: string;
  readonly modelVersion: string;
  readonly contentSha256: string;
  readonly currency: string;
  readonly horizonMonths: number;
  /** The columns of the segment dimensions, with their names for people, in the schema's order. */
  readonly dimensions: readonly { readonly name: string; readonly label: string }[];
  readonly riskThresholds: { readonly medium: number; readonly high: number };
}

/** The rows of a part by one model. */
export interface RunPart extends ScoringOrder {
  /** 1, 2 and so on. */
  readonly part: number;
}

export interface PublishedRun extends RunRecord {
  readonly publishedAt: string;
  readonly customers: number;
}

/**
 * Writes a whole run, out of sight of readers until `publish`: begin, then the parts in any order, seal, then all else.
 * Every step may be repeated, and done by several processes at once. The rows that one model gives one run are the
 * same whoever writes them: once they are sealed they are not written again.
 */
export interface InsightsWriter {
  /** Makes room for the run's rows, or finds what an earlier attempt has written. */
  beginRun(run: RunRecord): Promise<void>;
  /**
   * Whether the rows that this model gave the run so far are there: false before the run began, once another model has
   * begun on it, and where the rows were taken away.
   */
  holdsRows(runId: string, modelVersion: string): Promise<boolean>;
  /**
   * Adds or replaces the rows of a part and gives how many they are. Several calls to the database
   * run behind the producer, so no more than a few batches are held.
   * @throws ChurnError `ROW_TOO_LONG` naming the field of a value too long to be stored; what `rows` throws
   */
  writePart(part: RunPart, rows: AsyncIterable<readonly ScoredRow[]>): Promise<number>;
  /**
   * All parts are written: the rows get their indexes and their place, where `InsightsReader` finds them.
   * @throws ChurnError `ROW_COUNT_MISMATCH` unless exactly `expectedRows` rows are there; `RUN_TAKEN_OVER`
   */
  sealRun(order: ScoringOrder, expectedRows: number): Promise<void>;
  writeInsights(runId: string, insights: RunInsights): Promise<void>;
  /** Keeps a document of the run under a name, in the place of an earlier one. */
  writeDocument(runId: string, name: RunDocumentName, document: unknown): Promise<void>;
  writeModel(metadata: ModelMetadata): Promise<void>;
  /**
   * In one transaction: checks that exactly `expectedRows` rows are there and moves `published` to the run, unless a
   * newer run stands there already (`superseded`).
   * @throws ChurnError `ROW_COUNT_MISMATCH`; `RUN_TAKEN_OVER` where another model has begun on the run
   */
  publish(order: ScoringOrder, expectedRows: number): Promise<'published' | 'superseded'>;
  /**
   * Drops runs older than the newest published ones that are kept; gives those dropped. Publishing does not depend on
   * it: a failure leaves old runs where they are until the next time.
   */
  applyRetention(): Promise<readonly string[]>;
}

/** The documents a run has beside its rows; survival by segment has one a dimension. */
export type RunDocumentName = 'outlook' | 'changes' | 'survival' | `survival/${string}`;

/** A customer of two runs, with the probability in each. */
export interface Mover {
  readonly customerId: string;
  readonly before: number;
  readonly after: number;
}

/** Reads of whole runs. */
export interface InsightsReader {
  /** Undefined before the first one. */
  findPublishedRun(): Promise<PublishedRun | undefined>;
  /** @throws UnavailableError `NO_PUBLISHED_RUN` before the first one. */
  publishedRun(): Promise<PublishedRun>;
  /** A run that is or once was published. @throws NotFoundError `RUN_NOT_FOUND` */
  run(runId: string): Promise<PublishedRun>;
  totals(runId: string): Promise<GroupTotals>;
  segments(runId: string, dimension: string): Promise<readonly SegmentTotals[]>;
  /** Active customers; at most `query.limit` rows after `after` in the order of `query.sort`, ties by id. */
  customers(
    runId: string,
    query: CustomersQuery,
    after: PagePosition | undefined,
  ): Promise<readonly ScoredRow[]>;
  /** @throws NotFoundError `CUSTOMER_NOT_FOUND` */
  customer(runId: string, customerId: string): Promise<ScoredRow>;
  /**
   * A document of a run, checked against `schema`; undefined where the run has none of that name (an older run).
   * @throws ChurnError `DATABASE_ROW_INVALID`
   */
  document<T>(runId: string, name: RunDocumentName, schema: z.ZodType<T>): Promise<T | undefined>;
  /** The active customers whose probability is furthest from that in an earlier run, at most `limit`, the furthest first. */
  movers(runId: string, previousRunId: string, limit: number): Promise<readonly Mover[]>;
  /** @throws NotFoundError `MODEL_NOT_FOUND` */
  model(modelVersion: string): Promise<ModelMetadata>;
}

/** The last row of a page: its sort value (absent when sorting by id) and its id. */
export interface PagePosition {
  readonly value?: number;
  readonly customerId: string;
}
