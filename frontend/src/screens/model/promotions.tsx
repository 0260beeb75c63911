import type { Model } from '#core/api/contract.ts';
import { ModelSection } from './model-section.tsx';
import { PromotionDecision } from './promotion-decision.tsx';

/** How the model came to stand, and the newer one that did not take its place; nothing where neither is known. */
export function Promotions({ model }: { readonly model: Model }) {
  const { promotion, challenger, modelVersion } = model;
  if (promotion === undefined && challenger === undefined) return null;
  return (
    <ModelSection title="Champion and challenger" of={model}>
      {challenger !== undefined && (
        <PromotionDecision modelVersion={challenger.modelVersion} promotion={challenger.promotion} />
      )}
      {promotion !== undefined && <PromotionDecision modelVersion={modelVersion} promotion={promotion} />}
    </ModelSection>
  );
}
