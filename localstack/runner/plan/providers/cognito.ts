import * as z from 'zod';
import { TemplateError } from '../../../template/template-error.ts';
import type { PlannedUserPool } from '../cloud-plan.ts';
import { opaqueId } from '../physical-names.ts';
import { arnOf, booleanSchema, numberSchema, type ProviderContext, provider } from '../provider.ts';

/** Cognito's defaults, in the units in which validities are given. */
const DEFAULT_VALIDITY = { access: 1, id: 1, refresh: 30 };
const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** A user pool: here one person, who is already there. How others would be made and kept means nothing. */
export const userPoolProvider = provider(
  {},
  [
    'AccountRecoverySetting',
    'AdminCreateUserConfig',
    'AliasAttributes',
    'AutoVerifiedAttributes',
    'DeletionProtection',
    'EmailConfiguration',
    'EmailVerificationMessage',
    'EmailVerificationSubject',
    'EnabledMfas',
    'MfaConfiguration',
    'Policies',
    'Schema',
    'SmsVerificationMessage',
    'UserAttributeUpdateSettings',
    'UserPoolAddOns',
    'UserPoolName',
    'UserPoolTags',
    'UserPoolTier',
    'UsernameAttributes',
    'UsernameConfiguration',
    'VerificationMessageTemplate',
  ],
  (_properties, context) => {
    const { logicalId, place, draft, endpoints } = context;
    if (draft.userPool !== undefined)
      throw new TemplateError('the local cloud runs one user pool, and this is a second');
    const poolId = `${place.region}_${opaqueId(place.stackName, logicalId, 9)}`;
    draft.userPool = { poolId, scopes: [], clients: [] };
    const name = `cognito-idp.${place.region}.amazonaws.com/${poolId}`;
    const arn = arnOf(context, 'cognito-idp', `userpool/${poolId}`);
    return {
      ref: poolId,
      attributes: { Arn: arn, UserPoolId: poolId, ProviderName: name, ProviderURL: endpoints.userPool },
    };
  },
);

/** The domain of the sign-in page, by its prefix. */
export const userPoolDomainProvider = provider(
  { UserPoolId: z.string(), Domain: z.string() },
  ['ManagedLoginVersion'],
  ({ UserPoolId, Domain }, context) => {
    poolOf(UserPoolId, context);
    const { draft, place, endpoints } = context;
    draft.addresses.set(`https://${Domain}.auth.${place.region}.amazoncognito.com`, endpoints.userPool);
    return { ref: Domain, attributes: {} };
  },
);

export const resourceServerProvider = provider(
  {
    UserPoolId: z.string(),
    Identifier: z.string(),
    Scopes: z.array(z.object({ ScopeName: z.string() })).default([]),
  },
  ['Name'],
  ({ UserPoolId, Identifier, Scopes }, context) => {
    const pool = poolOf(UserPoolId, context);
    pool.scopes.push(...Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`));
    return { ref: Identifier, attributes: {} };
  },
);

const unitSchema = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** An app client: with a secret or without, for people or for a program. */
export const userPoolClientProvider = provider(
  {
    UserPoolId: z.string(),
    AllowedOAuthFlows: z
      .array(z.enum(['code', 'client_credentials'], { error: 'the implicit flow does not run here' }))
      .default([]),
    AllowedOAuthFlowsUserPoolClient: booleanSchema.default(false),
    AllowedOAuthScopes: z.array(z.string()).default([]),
    CallbackURLs: z.array(z.url()).default([]),
    LogoutURLs: z.array(z.url()).default([]),
    GenerateSecret: booleanSchema.default(false),
    SupportedIdentityProviders: z
      .array(z.literal('COGNITO', { error: 'the local cloud asks no other identity provider' }))
      .optional(),
    AccessTokenValidity: numberSchema.default(DEFAULT_VALIDITY.access),
    IdTokenValidity: numberSchema.default(DEFAULT_VALIDITY.id),
    RefreshTokenValidity: numberSchema.default(DEFAULT_VALIDITY.refresh),
    TokenValidityUnits: z
      .strictObject({
        AccessToken: unitSchema.default('hours'),
        IdToken: unitSchema.default('hours'),
        RefreshToken: unitSchema.default('days'),
      })
      .default({ AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
    RefreshTokenRotation: z
      .strictObject({
        Feature: z.enum(['ENABLED', 'DISABLED']),
        RetryGracePeriodSeconds: numberSchema.optional(),
      })
      .optional(),
  },
  [
    'AuthSessionValidity',
    'ClientName',
    'EnableTokenRevocation',
    'ExplicitAuthFlows',
    'PreventUserExistenceErrors',
  ],
  (properties, context) => {
    const pool = poolOf(properties.UserPoolId, context);
    const { AccessToken, IdToken, RefreshToken } = properties.TokenValidityUnits;
    const clientId = opaqueId(context.place.stackName, context.logicalId, 26);
    const flows = properties.AllowedOAuthFlowsUserPoolClient ? properties.AllowedOAuthFlows : [];
    if (flows.includes('client_credentials') && !properties.GenerateSecret) {
      throw new TemplateError('a client with client_credentials must have a secret');
    }
    pool.clients.push({
      clientId,
      flows,
      hasSecret: properties.GenerateSecret,
      scopes: checkedScopes(properties.AllowedOAuthScopes, pool),
      callbackUrls: properties.CallbackURLs,
      logoutUrls: properties.LogoutURLs,
      accessTokenSeconds: properties.AccessTokenValidity * UNIT_SECONDS[AccessToken],
      idTokenSeconds: properties.IdTokenValidity * UNIT_SECONDS[IdToken],
      refreshTokenSeconds: properties.RefreshTokenValidity * UNIT_SECONDS[RefreshToken],
      rotatesRefreshTokens: properties.RefreshTokenRotation?.Feature === 'ENABLED',
    });
    return { ref: clientId, attributes: { ClientId: clientId } };
  },
);

/** Cognito refuses a client with a scope that no resource server has. */
function checkedScopes(scopes: readonly string[], pool: PlannedUserPool): readonly string[] {
  const unknown = scopes.find((scope) => scope.includes('/') && !pool.scopes.includes(scope));
  if (unknown === undefined) return scopes;
  throw new TemplateError(`AllowedOAuthScopes: ${unknown} is no scope of a resource server before it`);
}

function poolOf(poolId: string, { draft }: ProviderContext): PlannedUserPool {
  if (draft.userPool?.poolId === poolId) return draft.userPool;
  throw new TemplateError(`UserPoolId ${poolId} is no user pool of this template`);
}
