import * as z from 'zod';

/** Calls of one kind. */
const callsSchema = z.object({
  /** Sent in turn; none for no calls. */
  bodies: z.array(z.string()),
  /** Before those that count. */
  warmUp: z.number(),
  calls: z.number(),
  /** After so long no more of them begin, neither to warm up nor to count. */
  mostMs: z.number(),
});
export type Calls = z.infer<typeof callsSchema>;

/** What a process is to ask its handler. */
export const handlerCallsSchema = z.object({ first: z.string(), one: callsSchema, thousand: callsSchema });
export type HandlerCalls = z.infer<typeof handlerCallsSchema>;

export const coldTimesSchema = z.object({
  /** The native ONNX runtime of the layer. */
  runtimeLoadMs: z.number(),
  /** The bundle, without that. */
  importMs: z.number(),
  /** From the first request to S3 to the last answer of it. */
  modelDownloadMs: z.number(),
  /** A session of onnxruntime with the model. */
  sessionMs: z.number(),
  /** The first call as a whole, download and session in it. */
  firstAnswerMs: z.number(),
  /** runtimeLoadMs + importMs + firstAnswerMs. */
  totalMs: z.number(),
});
export type ColdTimes = z.infer<typeof coldTimesSchema>;

/** How long the calls took, in their order. */
export const handlerTimesSchema = z.object({
  coldStart: coldTimesSchema,
  oneMs: z.array(z.number()),
  thousandMs: z.array(z.number()),
});
export type HandlerTimes = z.infer<typeof handlerTimesSchema>;
