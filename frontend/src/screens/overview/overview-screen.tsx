import { kpis } from '../../api/live-run.ts';
import { Headline } from './headline.tsx';
import { KpiBlock } from './kpi-block.tsx';
import { RiskBlock } from './risk-block.tsx';
import { SegmentsBlock } from './segments-block.tsx';
import { TopCustomersBlock } from './top-customers-block.tsx';

/** Monday morning: how many will leave, what that costs, where, and who. */
export function OverviewScreen() {
  return (
    <>
      <h1>Overview</h1>
      <Headline kpis={kpis.state.value.data} />
      <KpiBlock />
      <RiskBlock />
      <SegmentsBlock />
      <TopCustomersBlock />
    </>
  );
}
