import type { Model } from '#core/api/contract.ts';
import type { LineChartProps } from '../../charts/line-chart.tsx';
import { formatAmount, formatRate } from '../../format/numbers.ts';
import { amountAxis, shareAxis, shareAxisTo, timesAxis } from './curve-axes.ts';
import { readCalibration, readLift, readPrecisionRecall, readProfit, readRoc } from './curve-readings.ts';
import { ModelCurve } from './model-curve.tsx';

/** Lines to compare with. */
const DIAGONAL: LineChartProps['reference'] = [
  [0, 0],
  [1, 1],
];
const levelAt = (y: number): LineChartProps['reference'] => [
  [0, y],
  [1, y],
];

/** How the chosen model did on customers it was not fitted on, curve by curve; what an older model lacks is left out. */
export function ModelCurves({ model }: { readonly model: Model }) {
  const { roc, precisionRecall, calibration, lift } = model.curves;
  const leaving = model.trainedOn.left / model.trainedOn.labelled;
  const most = Math.max(0, ...calibration.flat());
  return (
    <div class="curves">
      <ModelCurve
        title="ROC curve"
        reading={readRoc(roc)}
        x={shareAxis('Stayers flagged by mistake')}
        y={shareAxis('Leavers found')}
        points={roc}
        lineName="Model"
        reference={DIAGONAL}
        referenceName="Random order"
      />
      {precisionRecall !== undefined && (
        <ModelCurve
          title="Precision and recall"
          reading={readPrecisionRecall(precisionRecall, leaving)}
          x={shareAxis('Leavers found (recall)')}
          y={shareAxis('Leavers among those flagged (precision)')}
          points={precisionRecall}
          lineName="Model"
          reference={levelAt(leaving)}
          referenceName="Random order"
        />
      )}
      <ModelCurve
        title="Calibration"
        reading={readCalibration(calibration)}
        x={shareAxisTo('Predicted to leave', most)}
        y={shareAxisTo('Left', most)}
        points={calibration}
        dots
        lineName="Tenths of the customers"
        reference={DIAGONAL}
        referenceName="Predicted as observed"
      />
      <ModelCurve
        title="Lift"
        reading={readLift(lift)}
        x={shareAxis('Customers with the highest scores')}
        y={timesAxis('Rate of leaving over that of all customers', lift)}
        points={lift}
        lineName="Model"
        reference={levelAt(1)}
        referenceName="Random order"
      />
      <ProfitCurve model={model} />
    </div>
  );
}

function ProfitCurve({ model }: { readonly model: Model }) {
  const { candidates, campaign, currency, curves } = model;
  const { profit } = curves;
  if (profit === undefined) return null;
  const optimum = candidates.find(({ chosen }) => chosen)?.profitOptimum;
  const reading = readProfit(profit, optimum, currency);
  const drawn = reading.mark === undefined ? profit : [...profit, reading.mark.at];
  return (
    <div class="curves__wide">
      <ModelCurve
        title="Profit of a campaign"
        reading={reading}
        x={shareAxis('Customers contacted, the highest scores first')}
        y={amountAxis('Expected profit per customer of the base', drawn, currency)}
        points={profit}
        lineName="Model"
        reference={levelAt(0)}
        referenceName="No campaign"
      />
      {campaign !== undefined && <CampaignTerms campaign={campaign} currency={currency} />}
    </div>
  );
}

interface CampaignTermsProps {
  readonly campaign: NonNullable<Model['campaign']>;
  readonly currency: string;
}

/** What the profits are worked out with. */
function CampaignTerms({ campaign, currency }: CampaignTermsProps) {
  const { clv, offerCost, contactCost, alpha, beta } = campaign;
  const amount = (of: number) => formatAmount(of, currency);
  return (
    <p class="chart-note">
      Worked out with {amount(clv)} for a customer who is kept, {amount(contactCost)} a contact,{' '}
      {amount(offerCost)} an offer taken, and {formatRate(alpha / (alpha + beta))} of the contacted leavers
      accepting it.
    </p>
  );
}
