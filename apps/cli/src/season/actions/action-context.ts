import type { GatewayClient } from '../../gateway-client.js';
import type { Quiet } from '../quiet.js';
import type { SampleCity, Script } from '../sample-city.js';

/** What every action of the script is given. */
export interface ActionContext {
  readonly client: GatewayClient;
  readonly city: SampleCity;
  readonly script: Script;
  readonly quiet: Quiet;
}
