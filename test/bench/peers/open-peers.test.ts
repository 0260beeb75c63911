import { describe, expect, it } from 'vitest';
import { openPeers } from '../../../bench/peers/open-peers.ts';

describe('openPeers', () => {
  it('says what is missing and how to install it where there is no Python', async () => {
    expect(await openPeers(true, 1, () => undefined)).toEqual({
      peers: undefined,
      versions: null,
      missing: expect.stringMatching(/^No peers: .*apt install python3-sklearn python3-xgboost/),
    });
  });

  it('does not look for peers that are not wanted', async () => {
    const find = () => {
      throw new Error('looked');
    };
    expect(await openPeers(false, 1, find)).toEqual({ peers: undefined, versions: null });
  });

  it('fails where the command found is no Python', async () => {
    await expect(openPeers(true, 1, () => process.execPath)).rejects.toMatchObject({ code: 'PEER_FAILED' });
  });
});
