import * as z from 'zod';
import { DataApiError } from './errors.ts';

/** One value of a parameter or a record; exactly one member is set. */
const fieldSchema = z.union([
  z.strictObject({ isNull: z.literal(true) }),
  z.strictObject({ booleanValue: z.boolean() }),
  z.strictObject({ longValue: z.number().int() }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ blobValue: z.base64() }),
]);
export type Field = z.infer<typeof fieldSchema>;

const parameterSchema = z.object({
  name: z.string().min(1),
  value: fieldSchema.optional(),
  typeHint: z.enum(['DATE', 'TIME', 'TIMESTAMP', 'DECIMAL', 'JSON', 'UUID']).optional(),
});
export type SqlParameter = z.infer<typeof parameterSchema>;

const target = { resourceArn: z.string().min(1), secretArn: z.string().min(1) };
const statement = {
  ...target,
  sql: z.string().min(1),
  database: z.string().min(1).optional(),
  schema: z.undefined({ error: 'is not supported' }).optional(),
  transactionId: z.string().min(1).optional(),
};

export const executeSchema = z.object({
  ...statement,
  parameters: z.array(parameterSchema).default([]),
  includeResultMetadata: z.boolean().default(false),
  continueAfterTimeout: z.boolean().default(false),
  formatRecordsAs: z.enum(['NONE', 'JSON']).default('NONE'),
  resultSetOptions: z
    .object({
      decimalReturnType: z.enum(['STRING', 'DOUBLE_OR_LONG']).default('STRING'),
      longReturnType: z.enum(['STRING', 'LONG']).default('LONG'),
    })
    .default({ decimalReturnType: 'STRING', longReturnType: 'LONG' }),
});
export type ExecuteRequest = z.infer<typeof executeSchema>;

export const batchExecuteSchema = z.object({
  ...statement,
  parameterSets: z.array(z.array(parameterSchema)).default([]),
});
export type BatchExecuteRequest = z.infer<typeof batchExecuteSchema>;

export const beginTransactionSchema = z.object({
  ...target,
  database: z.string().min(1).optional(),
  schema: z.undefined({ error: 'is not supported' }).optional(),
});
export type BeginTransactionRequest = z.infer<typeof beginTransactionSchema>;

export const endTransactionSchema = z.object({ ...target, transactionId: z.string().min(1) });
export type EndTransactionRequest = z.infer<typeof endTransactionSchema>;

export const targetSchema = z.object(target);

/** Reads a request's body. @throws DataApiError BadRequestException naming the first fault */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataApiError('BadRequestException', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
