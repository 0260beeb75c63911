import type { Model } from '#core/api/contract.ts';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { IntervalChart } from '../../charts/interval-chart.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/provenance.tsx';
import { formatName, formatRate, formatScore, formatTimes } from '../../format/numbers.ts';

/** How well the model ranks, and which model it is. */
export function Quality({ model }: { readonly model: Model }) {
  const { mean, lower, upper } = model.rocAuc;
  return (
    <div class="split">
      <ChartFigure
        title="ROC-AUC on customers it was not fitted on"
        takeaway={`Of a customer who left and one who stayed, the model ranks the one who left higher ${formatRate(mean)} of the time.`}
      >
        <p class="score">
          <strong>{formatScore(mean)}</strong>
          <span>
            95% interval {formatScore(lower)} to {formatScore(upper)}
          </span>
        </p>
        <IntervalChart mean={mean} lower={lower} upper={upper} />
      </ChartFigure>
      <Facts
        facts={[
          ['Algorithm', formatName(model.algorithm)],
          ['Trained', <Time key="trained" iso={model.trainedAt} />],
          [
            'Version',
            <span key="version" class="mono">
              {model.modelVersion}
            </span>,
          ],
          ...chosenFacts(model),
        ]}
      />
    </div>
  );
}

/** What the chosen candidate's figures come to; an older model lacks some of them. */
function chosenFacts({ candidates }: Model): (readonly [string, string])[] {
  const chosen = candidates.find((candidate) => candidate.chosen);
  if (chosen === undefined) return [];
  const { topDecileLift, calibrationInTheLarge, eta } = chosen;
  return [
    ['Lift of the top tenth', formatTimes(topDecileLift)],
    ...(calibrationInTheLarge === undefined
      ? []
      : [['Leavers predicted for each that left', calibrationInTheLarge.toFixed(2)] as const]),
    ...(eta === undefined ? [] : [['Share to contact, by EMPC', formatRate(eta)] as const]),
  ];
}
