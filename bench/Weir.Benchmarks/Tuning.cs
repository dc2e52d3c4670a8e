namespace Weir.Benchmarks;

/// <summary>Runs for tuning, outside the questions: <c>dev</c>, <c>top</c>, <c>report</c>, <c>homes</c>, <c>rows</c>. They never read the judging rows by themselves.</summary>
internal static class Tuning
{
    /// <summary>Runs one of them; false when the words name none.</summary>
    public static bool Run(string root, string[] words)
    {
        switch (words)
        {
            case ["dev", var split, .. var sets]:
                QualityUrl.Dev(split, sets);
                return true;
            case ["top", var folder, var model, var test, var count]:
                QualityUrl.Top(folder, model, test, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
                return true;
            case ["report", var at, var name, .. var reports]:
                foreach (var report in reports) QualityUrl.Report(Weir.Detection.UrlModel.Load(Path.Combine(at, name + ".weir")), at, report);
                return true;
            case ["homes", var where, var rows, var named]:
                QualityUrl.Homes(where, rows, named);
                return true;
            case ["rows"]:
                Console.WriteLine(Harness.DenseRows.Folder(new Harness.Bench(root, [])));
                return true;
            default:
                return false;
        }
    }
}
