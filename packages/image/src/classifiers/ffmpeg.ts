import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'ffmpeg',
  files: ['ffmpeg', 'ffprobe', 'libavcodec.so*', 'libavutil.so*', 'libavformat.so*', 'libswresample*.so*'],
  rules: [
    { package: 'ffmpeg', cpe: 'ffmpeg:ffmpeg', mark: 'FFmpeg version ', near: /FFmpeg version n?(\d+\.\d+(?:\.\d+)?)/ },
    { package: 'ffmpeg', cpe: 'ffmpeg:ffmpeg', mark: '%s version ', near: /%s version n?(\d+\.\d+(?:\.\d+)?)/ },
  ],
};
