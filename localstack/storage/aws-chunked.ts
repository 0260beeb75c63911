import { S3Error } from './s3-error.ts';

const MAX_LINE_BYTES = 16 * 1024;

type FramingState = 'size' | 'data' | 'data-end' | 'trailer' | 'end';

/**
 * Takes the aws-chunked framing off a body; the headers after the last chunk go to `onTrailer`, names in lower case.
 * Chunk signatures are not checked: the signature of the request covers its headers.
 * @throws S3Error `IncompleteBody` where the framing is broken or the stream ends too early
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let remaining = 0;
  let state = 'size' as FramingState;
  for await (const piece of source) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (;;) {
      if (state === 'data') {
        const part = rest.subarray(0, remaining);
        if (part.length > 0) yield part;
        rest = rest.subarray(part.length);
        remaining -= part.length;
        if (remaining > 0) break;
        state = 'data-end';
      }
      const end = rest.indexOf('\r\n');
      if (end === -1) {
        if (rest.length > MAX_LINE_BYTES) throw broken();
        break;
      }
      const line: string = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 2);
      if (state === 'data-end') {
        if (line !== '') throw broken();
        state = 'size';
      } else if (state === 'size') {
        const [size = ''] = line.split(';');
        if (!/^[0-9a-fA-F]{1,8}$/.test(size)) throw broken();
        remaining = Number.parseInt(size, 16);
        state = remaining === 0 ? 'trailer' : 'data';
      } else if (state === 'trailer') {
        if (line === '') state = 'end';
        else
          onTrailer(line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim());
      }
      if (state === 'end') break;
    }
    if (state === 'end') break;
  }
  if (state !== 'end' && state !== 'trailer') throw broken();
}

function broken(): S3Error {
  return new S3Error('IncompleteBody', 'The chunked body is broken or ended too early.');
}
