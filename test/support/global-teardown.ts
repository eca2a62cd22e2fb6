import { endServer } from './global-server.ts';

export default endServer;
