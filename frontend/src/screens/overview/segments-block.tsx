import { useState } from 'preact/hooks';
import type { Segment, Segments } from '#core/api/contract.ts';
import { getSegments } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { PairedBars, PairedBarsLegend } from '../../charts/paired-bars.tsx';
import { Block } from '../../components/block.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { formatRate, inSentence, shareOf } from '../../format/numbers.ts';
import { navigate, route } from '../../navigation/router.ts';
import { DimensionSelect } from './dimension-select.tsx';
import { SegmentsTable } from './segments-table.tsx';

/** How many segments the chart draws, and the table shows at first. */
const FIRST_SEGMENTS = 8;

/** The customers broken down by one column; where the most is to lose stands first. */
export function SegmentsBlock() {
  const by = route.value.screen === 'overview' ? route.value.by : undefined;
  const resource = useResource(`segments ${by ?? ''}`, (signal) => getSegments(by, signal));
  const select = (name: string) => navigate({ screen: 'overview', by: name }, {}, { replace: true });
  return (
    <Block
      title="Segments"
      subject="segments"
      resource={resource}
      actions={
        (resource.data !== undefined || resource.error === undefined) && (
          <DimensionSelect
            dimensions={resource.data?.dimensions ?? []}
            selected={by ?? resource.data?.by ?? ''}
            onSelect={select}
          />
        )
      }
      skeleton={<SegmentsSkeleton />}
    >
      {(data) => <SegmentsContent key={data.by} data={data} />}
    </Block>
  );
}

function SegmentsSkeleton() {
  return (
    <div class="split">
      <div class="skeleton skeleton--chart" />
      <SkeletonRows rows={5} />
    </div>
  );
}

function SegmentsContent({ data }: { readonly data: Segments }) {
  const [all, setAll] = useState(false);
  const segments = data.segments.toSorted((a, b) => b.expectedLoss - a.expectedLoss);
  const first = segments.slice(0, FIRST_SEGMENTS);
  const label = data.dimensions.find((dimension) => dimension.name === data.by)?.label ?? data.by;
  return (
    <div class="split">
      <ChartFigure
        title={`Churn by ${inSentence(label)}`}
        takeaway={takeawayOf(segments)}
        legend={<PairedBarsLegend />}
      >
        <PairedBars
          pairs={first.map((segment) => ({
            key: segment.segment,
            label: nameOf(segment),
            expected: segment.expectedChurnRate,
            observed: segment.observedChurnRate,
          }))}
        />
      </ChartFigure>
      <div>
        <SegmentsTable label={label} currency={data.currency} segments={all ? segments : first} />
        {segments.length > first.length && !all && (
          <button type="button" class="button" onClick={() => setAll(true)}>
            Show all {segments.length}
          </button>
        )}
      </div>
    </div>
  );
}

function takeawayOf(segments: readonly Segment[]): string {
  const [most] = segments;
  const loss = segments.reduce((total, segment) => total + segment.expectedLoss, 0);
  if (most === undefined || loss === 0) return 'No loss is expected in any segment.';
  const share = formatRate(shareOf(most.expectedLoss, loss));
  const rate = formatRate(most.expectedChurnRate);
  return `“${nameOf(most)}” holds ${share} of the expected loss; ${rate} of its active customers are expected to leave.`;
}

const nameOf = (segment: Segment) => (segment.segment === '' ? 'Not known' : segment.segment);
