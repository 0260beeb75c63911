import {
  BatchExecuteStatementCommand,
  DecimalReturnType,
  type Field,
  LongReturnType,
  type SqlParameter,
  TypeHint,
} from '@aws-sdk/client-rds-data';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESOURCE_ARN, type Rig, SECRET_ARN, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const select = async (sql: string, parameters: SqlParameter[] = []) =>
  (await rig.execute(sql, { parameters })).records?.[0];

test('doubles come back as the very same number', async () => {
  const finite = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (value === 0 ? 0 : value));
  await rig.execute('CREATE TABLE doubles (id INT PRIMARY KEY, value DOUBLE NOT NULL)');
  await fc.assert(
    fc.asyncProperty(finite, async (value) => {
      await rig.execute('REPLACE INTO doubles VALUES (1, :value)', {
        parameters: [{ name: 'value', value: { doubleValue: value } }],
      });
      expect(await select('SELECT value FROM doubles')).toEqual([{ doubleValue: value }]);
    }),
    { numRuns: 60 },
  );
});

test('any text comes back as it was given, and cannot leave its quotes', async () => {
  const hostile = [
    "'; DROP TABLE doubles; -- ",
    '\\',
    "\\' OR 1=1",
    '<b>"&',
    '😀é\u0000\n\r\u001a',
    ':name ?',
  ];
  const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme' }));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const record = await select('SELECT :a AS a, HEX(:a) AS hex', [
        { name: 'a', value: { stringValue: value } },
      ]);
      expect(record).toEqual([
        { stringValue: value },
        { stringValue: Buffer.from(value).toString('hex').toUpperCase() },
      ]);
    }),
    { numRuns: 60 },
  );
});

test('each parameter type arrives as that type', async () => {
  const values: Field[] = [
    { isNull: true },
    { booleanValue: true },
    { longValue: -9_007_199_254_740_991 },
    { blobValue: new Uint8Array([0, 39, 92, 255]) },
  ];
  const parameters = values.map((value, index) => ({ name: `p${index}`, value }));
  expect(await select('SELECT :p0, :p1 + 1, :p2, :p3', parameters)).toEqual([
    { isNull: true },
    { longValue: 2 },
    { longValue: -9_007_199_254_740_991 },
    { blobValue: new Uint8Array([0, 39, 92, 255]) },
  ]);
});

test('type hints check and convert', async () => {
  const parameters: SqlParameter[] = [
    { name: 'date', value: { stringValue: '2026-02-28' }, typeHint: TypeHint.DATE },
    { name: 'time', value: { stringValue: '23:59:59.5' }, typeHint: TypeHint.TIME },
    { name: 'at', value: { stringValue: '2026-02-28 01:02:03' }, typeHint: TypeHint.TIMESTAMP },
    { name: 'amount', value: { stringValue: '12.50' }, typeHint: TypeHint.DECIMAL },
    { name: 'json', value: { stringValue: '{"a":[1]}' }, typeHint: TypeHint.JSON },
  ];
  expect(
    await select(
      `SELECT DATE_ADD(:date, INTERVAL 1 DAY), ADDTIME(:time, '00:00:00.5'), YEAR(:at), :amount + 0.25,
       JSON_EXTRACT(:json, '$.a[0]')`,
      parameters,
    ),
  ).toEqual([
    { stringValue: '2026-03-01' },
    { stringValue: expect.stringMatching(/^24:00:00/) },
    { longValue: 2026 },
    { stringValue: '12.75' },
    { stringValue: '1' },
  ]);
  for (const typeHint of ['DATE', 'DECIMAL', 'JSON', 'UUID', 'TIME', 'TIMESTAMP'] as const) {
    const parameter = { name: 'a', value: { stringValue: "1' OR '1'='1" }, typeHint };
    await expect(select('SELECT :a', [parameter])).rejects.toThrow(`is no ${typeHint}`);
  }
});

test('names in quotes, comments and after a colon stay as they are', async () => {
  const parameters = [{ name: 'a', value: { longValue: 7 } }];
  expect(
    await select(
      "SELECT ':a' /* :a ; */, \":a;\", 'it''s :a', '\\':a', :a, :a+:a -- :a ;\n, 1 AS `x:a;` # :a\n;",
      parameters,
    ),
  ).toEqual([
    { stringValue: ':a' },
    { stringValue: ':a;' },
    { stringValue: "it's :a" },
    { stringValue: "':a" },
    { longValue: 7 },
    { longValue: 14 },
    { longValue: 1 },
  ]);
  await expect(select('SELECT :b', parameters)).rejects.toThrow('Cannot find parameter: b');
  await expect(select('SELECT 1; SELECT 2')).rejects.toThrow("Multi-statements aren't supported");
});

test('columns come as the service gives them', async () => {
  await rig.execute(`CREATE TABLE kinds (id BIGINT AUTO_INCREMENT PRIMARY KEY, flag TINYINT(1), small TINYINT,
    amount DECIMAL(10,2), total DECIMAL(20,0), at DATETIME(3), day DATE, note TEXT, raw VARBINARY(8), doc JSON)`);
  const inserted = await rig.execute(
    `INSERT INTO kinds (flag, small, amount, total, at, day, note, raw, doc)
     VALUES (TRUE, 3, 1.50, 12, '2026-11-22 09:00:10.123', '2026-11-22', 'n', x'0102', '{"a": 1}'),
            (FALSE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
  );
  expect(inserted.numberOfRecordsUpdated).toBe(2);
  expect(inserted.generatedFields).toEqual([{ longValue: 1 }]);
  const plain = await rig.execute('SELECT * FROM kinds WHERE id = 1', { includeResultMetadata: true });
  expect(plain.records?.[0]).toEqual([
    { longValue: 1 },
    { booleanValue: true },
    { longValue: 3 },
    { stringValue: '1.50' },
    { stringValue: '12' },
    { stringValue: '2026-11-22 09:00:10.123' },
    { stringValue: '2026-11-22' },
    { stringValue: 'n' },
    { blobValue: new Uint8Array([1, 2]) },
    { stringValue: '{"a": 1}' },
  ]);
  expect(plain.columnMetadata?.[0]).toMatchObject({
    label: 'id',
    name: 'id',
    tableName: 'kinds',
    schemaName: 'churn',
    typeName: 'BIGINT',
    nullable: 0,
    isAutoIncrement: true,
    isSigned: true,
  });
  expect(plain.columnMetadata?.map(({ typeName }) => typeName)).toEqual(
    expect.arrayContaining(['DECIMAL', 'DATETIME', 'DATE', 'TEXT', 'VARBINARY']),
  );
  const options = {
    resultSetOptions: {
      decimalReturnType: DecimalReturnType.DOUBLE_OR_LONG,
      longReturnType: LongReturnType.STRING,
    },
  };
  const converted = await rig.execute('SELECT amount, total, id FROM kinds WHERE id = 1', options);
  expect(converted.records?.[0]).toEqual([{ doubleValue: 1.5 }, { longValue: 12 }, { stringValue: '1' }]);
  const json = await rig.execute('SELECT id, flag, amount, note AS n FROM kinds ORDER BY id', {
    formatRecordsAs: 'JSON',
  });
  expect(JSON.parse(json.formattedRecords ?? '')).toEqual([
    { id: 1, flag: true, amount: 1.5, n: 'n' },
    { id: 2, flag: false, amount: null, n: null },
  ]);
});

test('a batch runs its statement once a set and gives what each generated', async () => {
  await rig.execute('CREATE TABLE batch (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))');
  const answer = await rig.client.send(
    new BatchExecuteStatementCommand({
      resourceArn: RESOURCE_ARN,
      secretArn: SECRET_ARN,
      database: 'churn',
      sql: 'INSERT INTO batch (name) VALUES (:name)',
      parameterSets: ['a', 'b'].map((name) => [{ name: 'name', value: { stringValue: name } }]),
    }),
  );
  expect(answer.updateResults).toEqual([
    { generatedFields: [{ longValue: 1 }] },
    { generatedFields: [{ longValue: 2 }] },
  ]);
  expect(await select('SELECT GROUP_CONCAT(name ORDER BY id) FROM batch')).toEqual([{ stringValue: 'a,b' }]);
});
