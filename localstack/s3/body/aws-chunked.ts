import type { ChunkSignatures } from '../auth/chunk-signatures.ts';
import { S3Error } from '../s3-error.ts';

const MAX_LINE_BYTES = 4096;
const MAX_TRAILERS = 16;
const LINE_FEED = 10;

type State = 'size' | 'data' | 'after-data' | 'trailers' | 'ended';

/**
 * Takes a body in `aws-chunked` encoding apart: chunks, each with its size in hexadecimal and perhaps a signature,
 * then trailing headers.
 */
export class AwsChunkedDecoder {
  readonly trailers = new Map<string, string>();
  readonly #signatures: ChunkSignatures | undefined;
  readonly #trailerLines: string[] = [];
  #state: State = 'size';
  #line = '';
  #chunkBytesLeft = 0;
  #chunkSignature: string | undefined;

  constructor(signatures: ChunkSignatures | undefined) {
    this.#signatures = signatures;
  }

  /** The data that a piece of the body holds. @throws S3Error `InvalidRequest`, `SignatureDoesNotMatch` */
  *decode(piece: Buffer): Generator<Buffer> {
    let at = 0;
    while (at < piece.length && this.#state !== 'ended') {
      if (this.#state === 'data') {
        const data = piece.subarray(at, at + this.#chunkBytesLeft);
        at += data.length;
        this.#chunkBytesLeft -= data.length;
        this.#signatures?.update(data);
        if (this.#chunkBytesLeft === 0) this.#state = 'after-data';
        yield data;
      } else {
        at = this.#readLine(piece, at);
      }
    }
  }

  /** Ends the body. @throws S3Error `IncompleteBody` where chunks or trailers are missing */
  finish(): void {
    if (this.#state === 'trailers' && this.#line === '' && this.#trailerLines.length === 0)
      this.#endTrailers();
    if (this.#state !== 'ended') {
      throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
    }
  }

  #readLine(piece: Buffer, from: number): number {
    const lineFeed = piece.indexOf(LINE_FEED, from);
    const end = lineFeed < 0 ? piece.length : lineFeed;
    this.#line += piece.toString('latin1', from, end);
    if (this.#line.length > MAX_LINE_BYTES) throw malformed();
    if (lineFeed < 0) return end;
    const line = this.#line.replace(/\r$/, '');
    this.#line = '';
    this.#endLine(line);
    return end + 1;
  }

  #endLine(line: string): void {
    if (this.#state === 'size') this.#startChunk(line);
    else if (this.#state === 'trailers') this.#addTrailer(line);
    else if (line !== '') throw malformed();
    else {
      this.#signatures?.endChunk(this.#chunkSignature);
      this.#state = 'size';
    }
  }

  #startChunk(line: string): void {
    const groups = /^(?<size>[0-9a-fA-F]{1,12})(?:;chunk-signature=(?<signature>[0-9a-f]+))?$/.exec(
      line,
    )?.groups;
    if (groups?.size === undefined) throw malformed();
    this.#chunkBytesLeft = Number.parseInt(groups.size, 16);
    this.#chunkSignature = groups.signature;
    this.#state = 'data';
    if (this.#chunkBytesLeft > 0) return;
    this.#signatures?.endChunk(this.#chunkSignature);
    this.#state = 'trailers';
  }

  #addTrailer(line: string): void {
    if (line === '') {
      this.#endTrailers();
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 1 || this.trailers.size >= MAX_TRAILERS) throw malformed();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    this.trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') this.#trailerLines.push(`${name}:${value}`);
  }

  #endTrailers(): void {
    if (this.#signatures?.isTrailerSigned === true) {
      this.#signatures.endTrailer(this.#trailerLines, this.trailers.get('x-amz-trailer-signature'));
    }
    this.#state = 'ended';
  }
}

function malformed(): S3Error {
  return new S3Error('InvalidRequest', 'The body is not in aws-chunked encoding.');
}
