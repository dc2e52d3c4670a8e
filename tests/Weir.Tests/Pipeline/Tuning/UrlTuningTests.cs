using Weir.Detection.Reference;
using Weir.Learning.Tuning;
using Weir.Pipeline;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tuning;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tuning;

public sealed class UrlTuningTests
{
    [Fact]
    public void The_whole_model_is_tuned_within_a_budget_of_trainings()
    {
        var rows = SomeUrls.Labelled(600, 21);
        var task = new UrlTuningTask(rows, Hosts(rows), ReferenceLists.Embedded, SomeModel.Quick, 2);
        Assert.Equal("by time", task.Order);
        var report = SuccessiveHalving.Run(task, UrlSearchSpace.Space, new() { Fits = 4, Candidates = 2, LeastShare = 1 }, new FakeTime(),
            null, TestContext.Current.CancellationToken);
        Assert.Equal(2, report.Tried.Count);
        Assert.All(report.Tried, tried => Assert.InRange(tried.Objectives[0], 0.6, 1));
        Assert.Equal(report.Winner.Index == 0 ? 2 : 4, report.Fits);
    }

    [Fact]
    public void A_class_whose_dates_say_nothing_of_the_order_goes_by_domain()
    {
        var rows = SomeUrls.Labelled(600, 22);
        int[] groups = [.. Enumerable.Range(0, 600)];
        string Order(Func<LabelledUrl, DateTimeOffset?> seen) =>
            UrlTuningFolds.Of([.. rows.Select(row => row with { SeenAt = seen(row) })], groups, 3, 1).Order;
        var long_ago = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal("by time", Order(row => row.SeenAt));
        Assert.Equal("phishing by time, benign by domain", Order(row => row.IsPhishing ? row.SeenAt : long_ago));
        Assert.Equal("phishing by time, benign by domain", Order(row => row.IsPhishing ? row.SeenAt : null));
        Assert.Equal("by domain", Order(_ => null));
        Assert.Equal("by domain", Order(_ => long_ago));
    }

    [Fact]
    public void The_default_candidate_changes_nothing_and_others_change_what_they_name()
    {
        Assert.Equal(SomeModel.Quick, UrlSearchSpace.Apply(SomeModel.Quick, SearchSpace.Default));
        var drawn = UrlSearchSpace.Space.Draw(1, 1);
        var applied = UrlSearchSpace.Apply(SomeModel.Quick, drawn);
        Assert.Equal(drawn.Int("maxLeaves", 0), applied.Trees.MaxLeaves);
        Assert.Equal(drawn.Number("textBeta", 0), applied.Text.Beta);
        Assert.Equal(SomeModel.Quick.Folds, applied.Folds);
        for (var i = 1; i < 200; i++) UrlSearchSpace.Apply(SomeModel.Quick, UrlSearchSpace.Space.Draw(i, 9)).Check();
    }

    [Fact]
    public void Found_parameters_are_written_and_read()
    {
        using var directory = new TempDirectory();
        var path = TunedParameters.PathIn(directory.Path);
        Assert.Equal(SomeModel.Quick, TunedParameters.Read(path, SomeModel.Quick));
        var drawn = UrlSearchSpace.Space.Draw(5, 1);
        TunedParameters.Write(path, drawn);
        Assert.Equal(UrlSearchSpace.Apply(SomeModel.Quick, drawn), TunedParameters.Read(path, SomeModel.Quick));
        TunedParameters.Write(path, SearchSpace.Default);
        Assert.Equal(SomeModel.Quick, TunedParameters.Read(path, SomeModel.Quick));
    }

    [Theory]
    [InlineData("", "no training parameters")]
    [InlineData("[1]", "it is no object")]
    [InlineData("{\"speed\": 3}", "no parameter 'speed'")]
    [InlineData("{\"trees\": 1e9, \"l2\": null}", "trees cannot be '1e9'")]
    [InlineData("{\"trees\": [300]}", "trees cannot be '[300]'")]
    [InlineData("{\"trees\": 300", "no training parameters")]
    public void A_file_that_is_no_set_of_parameters_is_refused_by_name(string json, string because)
    {
        using var directory = new TempDirectory();
        var path = TunedParameters.PathIn(directory.Path);
        File.WriteAllText(path, json);
        var fault = Assert.Throws<InputFileException>(() => TunedParameters.Read(path, SomeModel.Quick));
        Assert.Contains(because, fault.Message);
        Assert.Contains(path, fault.Message);
    }

    [Fact]
    public void Any_bytes_are_parameters_or_a_named_fault()
    {
        using var directory = new TempDirectory();
        var (path, random) = (TunedParameters.PathIn(directory.Path), new Random(6));
        var whole = "{\"trees\": 300, \"learningRate\": 0.1, \"l2\": 5}";
        for (var round = 0; round < 500; round++)
        {
            var text = whole.ToCharArray();
            for (var change = random.Next(4); change >= 0; change--) text[random.Next(text.Length)] = (char)random.Next(32, 127);
            File.WriteAllText(path, new string(text));
            try
            {
                TunedParameters.Read(path, SomeModel.Quick);
            }
            catch (InputFileException)
            {
                // As it should be: any other exception fails the test.
            }
        }
    }

    private static string[] Hosts(List<LabelledUrl> rows) => [.. rows.Select(row => new Uri(row.Url).Host)];
}
