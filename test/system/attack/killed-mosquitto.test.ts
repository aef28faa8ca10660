import { killedService } from './killed.js';

killedService('mosquitto');
