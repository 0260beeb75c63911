import * as z from 'zod';

const emfSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z
      .array(
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
        }),
      )
      .length(1),
  }),
});
const lineSchema = z.looseObject({ level: z.string(), message: z.string() });
export type LogLine = z.infer<typeof lineSchema>;

/** One line of CloudWatch's embedded metric format. */
export interface EmfLine {
  readonly namespace: string;
  readonly dimensions: readonly (readonly string[])[];
  readonly metrics: readonly string[];
  /** Values of the metrics and dimensions by name. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The JSON objects in a function's log, one a line; a local log has the time and the instance before each. */
function objectsIn(log: string): unknown[] {
  return log
    .split('\n')
    .map((line) => line.slice(line.indexOf('{')))
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line): unknown => JSON.parse(line));
}

/** The structured lines of a log. */
export function logLinesOf(log: string): LogLine[] {
  return objectsIn(log).flatMap((object) => lineSchema.safeParse(object).data ?? []);
}

/** The metrics in a log, each checked against what CloudWatch asks of one: a value for each name, texts as dimensions. */
export function emfOf(log: string): EmfLine[] {
  return objectsIn(log).flatMap((object) => {
    const parsed = emfSchema.safeParse(object);
    if (!parsed.success) return [];
    const { _aws, ...values } = parsed.data;
    return _aws.CloudWatchMetrics.map(({ Namespace, Dimensions, Metrics }) => {
      const metrics = Metrics.map(({ Name }) => Name);
      for (const name of metrics) z.number().parse(values[name]);
      for (const name of Dimensions.flat()) z.string().min(1).parse(values[name]);
      return { namespace: Namespace, dimensions: Dimensions, metrics, values };
    });
  });
}
