import * as z from 'zod';

/** What POST /api/uploads takes and answers. */

export const MAX_FILE_NAME_CHARACTERS = 128;
/** The most that S3 takes in one PUT: 5 GiB. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;
/** For how long an upload may be begun; one that has begun in time may end later. */
export const UPLOAD_URL_SECONDS = 15 * 60;
/** Largest body that POST /api/uploads reads; a larger one is 413. */
export const MAX_UPLOADS_BODY_BYTES = 4 * 1024;

/** The ends of names that are taken, in any case. What a file really is, its first bytes tell. */
export const UPLOAD_ENDINGS = ['.csv', '.csv.gz', '.gz', '.parquet', '.txt'] as const;

/** Letters and digits of any script, blanks and `. _ - ( )`; no slash, so no path; a letter or digit comes first. */
const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]*$/u;

/** The body of POST /api/uploads. */
export const uploadRequestSchema = z.strictObject({
  fileName: z
    .string()
    .min(1)
    .max(MAX_FILE_NAME_CHARACTERS)
    .regex(FILE_NAME, 'must be letters, digits, blanks and . _ - ( ) alone, a letter or digit first')
    .refine((name) => UPLOAD_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending)), {
      error: `must end in one of ${UPLOAD_ENDINGS.join(', ')}`,
    }),
});

/** The answer of POST /api/uploads: PUT the file to `url` with exactly these headers, once. */
export const uploadAnswerSchema = z.object({
  url: z.url(),
  method: z.literal('PUT'),
  headers: z
    .record(z.string(), z.string())
    .describe('Signed with the URL: a request without one of them, or with another value, is refused.'),
  key: z.string().describe('Where the file will be; the runs name it as their `sourceKey`.'),
  expiresAt: z
    .string()
    .describe("ISO 8601 in UTC. The URL may end sooner where the signer's own session does."),
  maxBytes: z.number().int().min(1),
});
export type UploadAnswer = z.infer<typeof uploadAnswerSchema>;
