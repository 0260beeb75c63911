import type { Segment } from '#core/api/contract.ts';
import { DataTable } from '../../components/data-table.tsx';
import { NotKnown, RateWithRange, SegmentName } from '../../components/value.tsx';
import { formatCount, formatSum, inSentence } from '../../format/numbers.ts';

export interface SegmentsTableProps {
  /** The name of the column by which the segments are formed. */
  readonly label: string;
  readonly currency: string;
  readonly segments: readonly Segment[];
}

/** The segments' numbers. */
export function SegmentsTable({ label, currency, segments }: SegmentsTableProps) {
  return (
    <DataTable
      caption={`Segments by ${inSentence(label)}`}
      columns={[
        { title: label, cell: (segment) => <SegmentName name={segment.segment} /> },
        { title: 'Customers', numeric: true, secondary: true, cell: (s) => formatCount(s.customers) },
        {
          title: 'Expected churn',
          numeric: true,
          cell: (s) => <RateWithRange rate={s.expectedChurnRate} range={s.expectedChurnRange} />,
        },
        {
          title: 'Observed churn',
          numeric: true,
          cell: (s) => <RateWithRange rate={s.observedChurnRate} range={s.observedChurnRange} />,
        },
        { title: 'Expected loss', numeric: true, cell: (s) => formatSum(s.expectedLoss, currency) },
        {
          title: 'Average value',
          numeric: true,
          secondary: true,
          cell: (s) => (s.averageClv == null ? <NotKnown /> : formatSum(s.averageClv, currency)),
        },
        {
          title: 'Worth contacting',
          numeric: true,
          secondary: true,
          cell: (s) => (s.contactCustomers === undefined ? <NotKnown /> : formatCount(s.contactCustomers)),
        },
      ]}
      rows={segments}
      rowKey={(segment) => segment.segment}
    />
  );
}
