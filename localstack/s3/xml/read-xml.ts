import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as z from 'zod';
import { S3Error } from '../s3-error.ts';
import { escapeCdata, resolveReferences } from './references.ts';

const LISTS = new Set(['Delete.Object', 'CompleteMultipartUpload.Part']);

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  // The parser drops references to some characters; a key must not lose any.
  processEntities: false,
  tagValueProcessor: (_, text) => resolveReferences(text),
  isArray: (_, path) => LISTS.has(String(path)),
});

const deleteSchema = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z
      .array(
        z.object({ Key: z.string().min(1), VersionId: z.string().optional(), ETag: z.string().optional() }),
      )
      .min(1)
      .max(1000),
  }),
});

const checksumFields = {
  ChecksumCRC32: z.string().optional(),
  ChecksumCRC32C: z.string().optional(),
  ChecksumCRC64NVME: z.string().optional(),
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
  ChecksumSHA512: z.string().optional(),
  ChecksumMD5: z.string().optional(),
};

const completeSchema = z.object({
  CompleteMultipartUpload: z.object({
    Part: z
      .array(
        z.object({ PartNumber: z.string().regex(/^\s*\d{1,5}\s*$/), ETag: z.string(), ...checksumFields }),
      )
      .min(1)
      .max(10_000),
  }),
});

export type DeleteRequest = z.infer<typeof deleteSchema>['Delete'];
export type CompletedPart = z.infer<typeof completeSchema>['CompleteMultipartUpload']['Part'][number];

/** Reads the body of DeleteObjects. @throws S3Error `MalformedXML`, also for more than 1,000 keys */
export function readDelete(text: string): DeleteRequest {
  return read(deleteSchema, text).Delete;
}

/** Reads the body of CompleteMultipartUpload. @throws S3Error `MalformedXML` */
export function readCompletedParts(text: string): readonly CompletedPart[] {
  return read(completeSchema, text).CompleteMultipartUpload.Part;
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw malformed();
  try {
    return schema.parse(parser.parse(escapeCdata(text)));
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause?: unknown): S3Error {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new S3Error('MalformedXML', message, { cause });
}
