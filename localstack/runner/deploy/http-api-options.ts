import type { HttpApiOptions } from '../../http-api/http-api-service.ts';
import type { PlannedApi } from '../plan/cloud-plan.ts';

/** A planned API whose routes know their own limits. */
export function httpApiOptions(planned: PlannedApi): Omit<HttpApiOptions, 'port' | 'lambda'> {
  const { throttling, routeThrottling, stage = '$default', routes, ...options } = planned;
  return {
    ...options,
    stage,
    ...(throttling === undefined ? {} : { throttling }),
    routes: routes.map((route) => {
      const own = routeThrottling[route.routeKey];
      return own === undefined ? route : { ...route, throttling: own };
    }),
  };
}
