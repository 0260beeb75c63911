import { ResourceServerScope } from 'aws-cdk-lib/aws-cognito';

/** What a caller of the API may do; each is a scope of access tokens. */
export type ApiScope = 'read' | 'predict' | 'admin';

/** The resource server's identifier, before every scope's name. */
export const SCOPE_PREFIX = 'churn';

/** A scope's whole name, as tokens and routes have it: `churn/read`. */
export const scopeName = (scope: ApiScope): string => `${SCOPE_PREFIX}/${scope}`;

/** The scopes as Cognito is told of them. */
export const API_SCOPES: Readonly<Record<ApiScope, ResourceServerScope>> = {
  read: new ResourceServerScope({
    scopeName: 'read',
    scopeDescription: 'Read the insights of the published run',
  }),
  predict: new ResourceServerScope({
    scopeName: 'predict',
    scopeDescription: 'Predict for customers that are sent',
  }),
  admin: new ResourceServerScope({
    scopeName: 'admin',
    scopeDescription: 'Upload files and change settings',
  }),
};
