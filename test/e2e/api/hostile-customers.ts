import { sampleCsv } from '../../support/sample-csv.ts';

/** Ids that mean something to a page, a shell, a database, a spreadsheet or a file system. */
export const HOSTILE_IDS = [
  '<img src=x onerror=window.ran=1>',
  '"><script>window.ran=2</script>',
  "' OR 1=1 --",
  "'; DROP TABLE predictions; --",
  '../../etc/passwd',
  '..%2f..%2fmodels',
  '%00',
  '{{7*7}}`id`',
  '=cmd|/C calc!A0',
  '🦊-ä-文',
  '100%_a!b',
  'null',
];
/** A value of categories, some of which the schema segments by. */
export const HOSTILE_VALUE = `<script>window.ran=3</script>' OR '1'='1`;

export const HOSTILE_COLUMNS = ['gender', 'InternetService', 'Contract', 'PaymentMethod', 'StreamingTV'];

/** A sample in which the first customers have those ids, and that value in these columns. */
export function hostileCsv(rows: number): string {
  const [header = '', ...lines] = sampleCsv(rows, 77).trimEnd().split('\n');
  const names = header.split(',');
  const marked = lines.map((line, index) => {
    const id = HOSTILE_IDS[index];
    if (id === undefined) return line;
    const cells = line.split(',');
    cells[names.indexOf('customerID')] = quoted(id);
    for (const column of HOSTILE_COLUMNS) cells[names.indexOf(column)] = quoted(HOSTILE_VALUE);
    cells[names.indexOf('Churn')] = 'No';
    return cells.join(',');
  });
  return `${[header, ...marked].join('\n')}\n`;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
