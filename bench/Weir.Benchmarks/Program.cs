using Weir.Benchmarks;

if (args is ["--root", _, "dev", var split, .. var sets]) QualityUrl.Dev(split, sets);
