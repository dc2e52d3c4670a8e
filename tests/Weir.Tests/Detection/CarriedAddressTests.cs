using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class CarriedAddressTests
{
    private static readonly Detector Detector = new(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Empty, TimeProvider.System);

    [Theory]
    [InlineData("https://www.example.org/about?u=https://www.paypal.com/signin&v=https://www.netflix.com/login")]
    [InlineData("https://shop.example.com/share?link=https%3A%2F%2Fwww.example.org%2Fa")]
    public void A_carried_address_counts_as_destination_and_not_as_wording(string subject)
    {
        UrlParser.TryParse(subject, new UrlScratch(), out var url, out _);
        var carried = Unwrap.Read(url)!;
        var worst = carried.Destinations.Append(carried.Bare!).Max(Score);
        Assert.Equal(worst, Score(subject));
    }

    [Fact]
    public void A_phishing_address_is_found_inside_a_harmless_one()
    {
        var bad = SomeModel.TrainingRows.Where(row => row.IsPhishing).MaxBy(row => Score(row.Url))!.Url;
        var inside = Score("https://www.example.org/out?url=" + Uri.EscapeDataString(bad));
        Assert.True(inside >= Score(bad) - 1e-9, $"{inside} is below {Score(bad)}");
    }

    private static double Score(string subject) => Detector.Check(subject, new DetectorScratch()).Score;
}
