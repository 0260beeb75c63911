import type { ModelPromotion } from '#core/api/contract.ts';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { LeadChart } from '../../charts/lead-chart.tsx';
import { Facts } from '../../components/facts.tsx';
import { CheckIcon, RingIcon } from '../../components/icons.tsx';
import { NotKnown } from '../../components/value.tsx';
import { formatCount, formatScore } from '../../format/numbers.ts';
import { leadTakeaway } from './promotion-words.ts';

export interface PromotionDecisionProps {
  readonly modelVersion: string;
  readonly promotion: ModelPromotion;
}

/** Whether a model took the standing one's place, and by which figures. */
export function PromotionDecision({ modelVersion, promotion }: PromotionDecisionProps) {
  return (
    <div class="decision">
      <p class="decision__head">
        <DecisionBadge decision={promotion.decision} />
        <span class="mono">{modelVersion}</span>
      </p>
      <p class="decision__reason">{promotion.reason}</p>
      {promotion.lead !== undefined && (
        <div class="split">
          <ChartFigure
            title="Lead in ROC-AUC over the model that stood"
            takeaway={leadTakeaway(promotion.lead)}
          >
            <LeadChart lead={promotion.lead} />
          </ChartFigure>
          <ComparedModels promotion={promotion} />
        </div>
      )}
    </div>
  );
}

function DecisionBadge({ decision }: Pick<ModelPromotion, 'decision'>) {
  return decision === 'champion' ? (
    <span class="state state--good">
      <CheckIcon />
      Promoted to champion
    </span>
  ) : (
    <span class="state state--quiet">
      <RingIcon />
      Kept as challenger
    </span>
  );
}

/** Both models on the same customers. */
function ComparedModels({ promotion }: Pick<PromotionDecisionProps, 'promotion'>) {
  const { against, rocAuc, againstRocAuc, comparedRows } = promotion;
  return (
    <Facts
      facts={[
        ['ROC-AUC of this model', <Score key="own" of={rocAuc} />],
        ['ROC-AUC of the one that stood', <Score key="standing" of={againstRocAuc} />],
        ['Customers new to both', comparedRows === undefined ? <NotKnown /> : formatCount(comparedRows)],
        ['The one that stood', against === undefined ? <NotKnown /> : <span class="mono">{against}</span>],
      ]}
    />
  );
}

function Score({ of }: { readonly of: number | undefined }) {
  return of === undefined ? <NotKnown /> : formatScore(of);
}
