import { killedService } from './killed.js';

killedService('embedded');
