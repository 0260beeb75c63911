import mysql, { type FieldPacket } from 'mysql2';

const { Types } = mysql;

const BINARY_CHARSET = 63;
const NOT_NULL_FLAG = 1;
const UNSIGNED_FLAG = 32;
const BINARY_FLAG = 128;
const AUTO_INCREMENT_FLAG = 512;

/** java.sql.Types, in which the service numbers its types. */
const JDBC = {
  BIT: -7,
  TINYINT: -6,
  BIGINT: -5,
  LONGVARBINARY: -4,
  VARBINARY: -3,
  BINARY: -2,
  LONGVARCHAR: -1,
  CHAR: 1,
  DECIMAL: 3,
  INTEGER: 4,
  SMALLINT: 5,
  REAL: 7,
  DOUBLE: 8,
  VARCHAR: 12,
  DATE: 91,
  TIME: 92,
  TIMESTAMP: 93,
};

/** How a column's values are given: see `records.ts`. */
export type ValueKind = 'boolean' | 'long' | 'double' | 'decimal' | 'string' | 'blob';

export interface Column {
  readonly label: string;
  readonly kind: ValueKind;
  readonly decimals: number;
  /** The entry of `columnMetadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

export function describeColumn(packet: FieldPacket): Column {
  const type = packet.columnType ?? 0;
  const flags = typeof packet.flags === 'number' ? packet.flags : 0;
  const length = packet.columnLength ?? 0;
  const { kind, typeName, jdbcType } = classify(type, packet.characterSet === BINARY_CHARSET, length, flags);
  const isNumber = kind === 'long' || kind === 'double' || kind === 'decimal';
  return {
    label: packet.name,
    kind,
    decimals: packet.decimals,
    metadata: {
      arrayBaseColumnType: 0,
      isAutoIncrement: (flags & AUTO_INCREMENT_FLAG) !== 0,
      isCaseSensitive: !isNumber && (flags & BINARY_FLAG) !== 0,
      isCurrency: false,
      isSigned: isNumber && (flags & UNSIGNED_FLAG) === 0,
      label: packet.name,
      name: packet.orgName === '' ? packet.name : packet.orgName,
      nullable: (flags & NOT_NULL_FLAG) === 0 ? 1 : 0,
      precision: length,
      scale: isNumber && packet.decimals < 31 ? packet.decimals : 0,
      schemaName: packet.schema ?? packet.db ?? '',
      tableName: packet.orgTable,
      type: jdbcType,
      typeName,
    },
  };
}

interface Classified {
  readonly kind: ValueKind;
  readonly typeName: string;
  readonly jdbcType: number;
}

function classify(type: number, isBinary: boolean, length: number, flags: number): Classified {
  const unsigned = (flags & UNSIGNED_FLAG) === 0 ? '' : ' UNSIGNED';
  switch (type) {
    case Types.TINY:
      return length === 1
        ? { kind: 'boolean', typeName: 'TINYINT', jdbcType: JDBC.BIT }
        : { kind: 'long', typeName: `TINYINT${unsigned}`, jdbcType: JDBC.TINYINT };
    case Types.BIT:
      return length === 1
        ? { kind: 'boolean', typeName: 'BIT', jdbcType: JDBC.BIT }
        : { kind: 'blob', typeName: 'BIT', jdbcType: JDBC.VARBINARY };
    case Types.SHORT:
      return { kind: 'long', typeName: `SMALLINT${unsigned}`, jdbcType: JDBC.SMALLINT };
    case Types.YEAR:
      return { kind: 'long', typeName: 'YEAR', jdbcType: JDBC.SMALLINT };
    case Types.INT24:
      return { kind: 'long', typeName: `MEDIUMINT${unsigned}`, jdbcType: JDBC.INTEGER };
    case Types.LONG:
      return { kind: 'long', typeName: `INT${unsigned}`, jdbcType: JDBC.INTEGER };
    case Types.LONGLONG:
      return { kind: 'long', typeName: `BIGINT${unsigned}`, jdbcType: JDBC.BIGINT };
    case Types.FLOAT:
      return { kind: 'double', typeName: 'FLOAT', jdbcType: JDBC.REAL };
    case Types.DOUBLE:
      return { kind: 'double', typeName: 'DOUBLE', jdbcType: JDBC.DOUBLE };
    case Types.DECIMAL:
    case Types.NEWDECIMAL:
      return { kind: 'decimal', typeName: `DECIMAL${unsigned}`, jdbcType: JDBC.DECIMAL };
    case Types.DATE:
      return { kind: 'string', typeName: 'DATE', jdbcType: JDBC.DATE };
    case Types.TIME:
      return { kind: 'string', typeName: 'TIME', jdbcType: JDBC.TIME };
    case Types.DATETIME:
      return { kind: 'string', typeName: 'DATETIME', jdbcType: JDBC.TIMESTAMP };
    case Types.TIMESTAMP:
      return { kind: 'string', typeName: 'TIMESTAMP', jdbcType: JDBC.TIMESTAMP };
    case Types.JSON:
      return { kind: 'string', typeName: 'JSON', jdbcType: JDBC.LONGVARCHAR };
    case Types.GEOMETRY:
      return { kind: 'blob', typeName: 'GEOMETRY', jdbcType: JDBC.BINARY };
    case Types.TINY_BLOB:
    case Types.BLOB:
    case Types.MEDIUM_BLOB:
    case Types.LONG_BLOB:
      return isBinary
        ? { kind: 'blob', typeName: 'BLOB', jdbcType: JDBC.LONGVARBINARY }
        : { kind: 'string', typeName: 'TEXT', jdbcType: JDBC.LONGVARCHAR };
    case Types.STRING:
      return isBinary
        ? { kind: 'blob', typeName: 'BINARY', jdbcType: JDBC.BINARY }
        : { kind: 'string', typeName: 'CHAR', jdbcType: JDBC.CHAR };
    default:
      return isBinary && type !== Types.NULL
        ? { kind: 'blob', typeName: 'VARBINARY', jdbcType: JDBC.VARBINARY }
        : { kind: 'string', typeName: 'VARCHAR', jdbcType: JDBC.VARCHAR };
  }
}
