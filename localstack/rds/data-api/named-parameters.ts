import { DataApiError } from './errors.ts';

/** What may change the meaning of what follows, and the two things looked for: `:name` and `;`. */
const MARKS = /['"`]|\/\*|--(?=\s|$)|#|::|:=|:([A-Za-z_]\w*)|;/g;
/** How a quote or a comment is left; a backslash hides the next character except in backticks. */
const ENDS: Readonly<Record<string, RegExp>> = {
  "'": /\\[\s\S]|'/g,
  '"': /\\[\s\S]|"/g,
  '`': /`/g,
  '/*': /\*\//g,
  '--': /\n/g,
  '#': /\n/g,
};

/**
 * Puts literals in the place of `:name`, except inside quotes, comments and after another colon.
 * @throws DataApiError for a name without a value and for more than one statement.
 */
export function bindParameters(sql: string, literals: ReadonlyMap<string, string>): string {
  let bound = '';
  let copiedTo = 0;
  let hasEnded = false;
  const marks = new RegExp(MARKS);
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    const [token, name] = mark;
    const isComment = token === '/*' || token === '--' || token === '#';
    if (hasEnded && !isComment && token !== ';') throw multiStatements();
    if (hasEnded && sql.slice(copiedTo, mark.index).trim() !== '') throw multiStatements();
    const end = ENDS[token] === undefined ? marks.lastIndex : endOf(sql, marks.lastIndex, token);
    marks.lastIndex = end;
    bound +=
      sql.slice(copiedTo, mark.index) +
      (name === undefined ? sql.slice(mark.index, end) : literalOf(name, literals));
    copiedTo = end;
    if (token === ';') hasEnded = true;
  }
  if (hasEnded && sql.slice(copiedTo).trim() !== '') throw multiStatements();
  return bound + sql.slice(copiedTo);
}

function literalOf(name: string, literals: ReadonlyMap<string, string>): string {
  const literal = literals.get(name);
  if (literal === undefined) {
    throw new DataApiError('BadRequestException', `Cannot find parameter: ${name}`);
  }
  return literal;
}

/** Just behind the end of the quote or comment that `opening` began; a doubled quote begins a new one at once. */
function endOf(sql: string, from: number, opening: string): number {
  const ends = new RegExp(ENDS[opening] ?? /$/g);
  ends.lastIndex = from;
  for (let end = ends.exec(sql); end !== null; end = ends.exec(sql)) {
    if (!end[0].startsWith('\\')) return ends.lastIndex;
  }
  return sql.length;
}

function multiStatements(): DataApiError {
  return new DataApiError('DatabaseErrorException', "Multi-statements aren't supported.");
}
