using Weir.Benchmarks;

if (args is ["--root", _, "dev", var split, .. var sets]) QualityUrl.Dev(split, sets);
if (args is ["--root", _, "top", var folder, var model, var test, var count]) QualityUrl.Top(folder, model, test, int.Parse(count));
if (args is ["--root", _, "report", var at, var name, .. var reports])
    foreach (var report in reports) QualityUrl.Report(Weir.Detection.UrlModel.Load(Path.Combine(at, name + ".weir")), at, report);
if (args is ["--root", _, "homes", var where, var rows, var named]) QualityUrl.Homes(where, rows, named);
