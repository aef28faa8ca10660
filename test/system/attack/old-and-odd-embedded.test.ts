import { oldAndOdd } from './old-and-odd.js';

oldAndOdd('embedded');
