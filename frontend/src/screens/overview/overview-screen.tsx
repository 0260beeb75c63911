import { kpis } from '../../api/live-run.ts';
import { Headline } from './headline.tsx';
import { KpiBlock } from './kpi-block.tsx';
import { RiskBlock } from './risk-block.tsx';
import { SegmentsBlock } from './segments-block.tsx';
import { TopCustomersBlock } from './top-customers-block.tsx';

/** Monday morning: how many will leave, what that costs, where, and who. */
export function OverviewScreen() {
  const { data, error } = kpis.state.value;
  return (
    <>
      <h1>Overview</h1>
      {(data !== undefined || error === undefined) && <Headline kpis={data} />}
      <KpiBlock />
      <RiskBlock />
      <SegmentsBlock />
      <TopCustomersBlock />
    </>
  );
}
