import * as z from 'zod';
import { TemplateError } from '../../template/template-error.ts';
import type { ResourceIdentity, StackPlace } from '../../template/template-scope.ts';
import type { PlanDraft } from './plan-draft.ts';

/** What a provider is given beside the properties. */
export interface ProviderContext {
  readonly logicalId: string;
  readonly place: StackPlace;
  readonly draft: PlanDraft;
  /** `http://127.0.0.1:port` of the HTTP API, the distribution and the user pool. */
  readonly endpoints: { readonly api: string; readonly distribution: string; readonly userPool: string };
  /** Whether the resource is the function behind a custom resource that the runner itself stands in for. */
  readonly isStandIn: boolean;
  /** The asset published under an object key. @throws TemplateError */
  assetOf(objectKey: string): string;
  /** The folder of a container image, by the image's reference. @throws TemplateError */
  imageOf(reference: string): string;
}

/** What the local cloud makes of one type of resource. */
export interface Provider {
  /** Whether a property means nothing on this machine. */
  ignores(property: string): boolean;
  /** Adds the resource to the draft. `properties` are resolved, without those ignored. @throws TemplateError */
  plan(properties: unknown, context: ProviderContext): ResourceIdentity;
}

/**
 * A provider that honours the properties of `schema`, ignores `ignored`, and refuses every other one: what is silently
 * left out would behave differently in the cloud.
 */
export function provider<Shape extends z.ZodRawShape>(
  shape: Shape,
  ignored: readonly string[],
  plan: (properties: z.infer<z.ZodObject<Shape>>, context: ProviderContext) => ResourceIdentity,
): Provider {
  const schema = z.strictObject(shape);
  const ignoredNames = new Set(ignored);
  return {
    ignores: (property) => ignoredNames.has(property),
    plan(properties, context) {
      const parsed = schema.safeParse(properties);
      if (parsed.success) return plan(parsed.data as z.infer<z.ZodObject<Shape>>, context);
      throw new TemplateError(parsed.error.issues.map(describe).join('; '));
    },
  };
}

/** A provider of what does nothing here, but must have a name that others can refer to. */
export function passive(identify: (context: ProviderContext) => ResourceIdentity): Provider {
  return { ignores: () => true, plan: (_properties, context) => identify(context) };
}

function describe(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (at === '' ? key : `${at}.${key}`)).join(', ');
    return `the local cloud cannot honour ${names}`;
  }
  return `${at}: ${issue.message}`;
}

/** An ARN in the stack's account and region. */
export function arnOf({ place }: ProviderContext, service: string, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** CloudFormation takes text for booleans and numbers, and CDK sometimes writes it. */
export const booleanSchema = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);
export const numberSchema = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);
/** A text, or a scalar that stands for one. */
export const textSchema = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
