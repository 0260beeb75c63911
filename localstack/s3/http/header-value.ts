import { S3Error } from '../s3-error.ts';

/** A text from a query as a header holds it: its UTF-8 bytes in Latin-1. @throws S3Error `InvalidArgument` for control characters */
export function headerValue(name: string, text: string): string {
  const value = Buffer.from(text, 'utf8').toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are refused.
  if (!/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return value;
  throw new S3Error('InvalidArgument', 'A header cannot hold control characters.', {
    details: { ArgumentName: name },
  });
}
